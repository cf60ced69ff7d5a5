import { renderTree } from "../flake/render-tree.ts"
import { readLock } from "../flake/lock/saved-lock.ts"
import { type Tree, treeKey } from "../flake/tree.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { movesBetween } from "./moves.ts"
import type { FlakeInput, FlakeShown, ShownTree } from "./show-result.ts"

/**
 * What a deployment would push for each host, without asking any machine.
 * Errors: those of `renderTree`.
 */
export async function showFlake(
  fleet: Fleet,
  hosts: readonly Host[],
): Promise<FlakeShown> {
  const shown: ShownTree[] = []
  for (const { name } of hosts)
    shown.push(shownTree(name, await renderTree(fleet, name)))
  return {
    "exit-code": 0,
    hosts: shown,
    inputs: inputsOf(fleet, await readLock(fleet)),
  }
}

function shownTree(host: string, tree: Tree): ShownTree {
  const files = [...tree.files]
    .map(([path, { content, executable }]) => ({
      bytes: content.length,
      executable,
      path,
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return {
    bytes: tree.archive.length,
    files,
    folder: `/nix/var/sdops/sources/${treeKey(tree)}`,
    hash: tree.hash,
    host,
  }
}

function inputsOf(
  { inputs }: Pick<Fleet, "inputs">,
  lock: string | undefined,
): FlakeInput[] {
  const locked = lock === undefined ? [] : movesBetween(undefined, lock)
  return Object.entries(inputs)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([input, reference]) => {
      const to = locked.find((one) => one.input === input)?.to
      return { input, ...(to !== undefined && { locked: to }), reference }
    })
}
