import { nar, narHash } from "../../flake/nar.ts"
import { renderTree } from "../../flake/render-tree.ts"
import type { Tree, TreeFile } from "../../flake/tree.ts"
import type { Fleet } from "../../inventory/fleet.ts"

/** The flake of several hosts, and why some have no part in it. */
export type UnionTree = {
  readonly tree: Tree
  readonly hosts: readonly string[]
  readonly unfit: ReadonlyMap<string, unknown>
}

/**
 * Hosts as one flake, in which each is what it is in its own: no host's system
 * depends on another's files. Errors: that of the first, if none is fit.
 */
export async function unionTree(
  fleet: Fleet,
  names: readonly string[],
  lock?: string,
): Promise<UnionTree> {
  const trees = await Promise.allSettled(
    names.map((name) => renderTree(fleet, name, { lock })),
  )
  const files = new Map<string, TreeFile>()
  const hosts: string[] = []
  const unfit = new Map<string, unknown>()
  for (const [at, rendered] of trees.entries()) {
    const name = names[at] as string
    if (rendered.status === "rejected") unfit.set(name, rendered.reason)
    else {
      hosts.push(name)
      for (const [path, file] of rendered.value.files) files.set(path, file)
    }
  }
  if (hosts.length === 0) throw [...unfit.values()][0]
  const sorted = new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const archive = nar(sorted)
  const tree = { archive, files: sorted, hash: narHash(archive) }
  return { hosts, tree, unfit }
}
