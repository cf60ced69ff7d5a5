import { mkdir, readFile, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { inTurn } from "../files/turn.ts"
import { replaceFile } from "../files/whole-file.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { nodeLockPath } from "./node-lock.ts"

type Rooted = Pick<Fleet, "root">

/** The text of a host's lock of custom nodes; undefined when there is none. */
export async function savedNodeLock(
  { root }: Rooted,
  host: string,
): Promise<string | undefined> {
  try {
    return await readFile(join(root, nodeLockPath(host)), "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}

type Change = {
  /** Undefined: there is none any more. */
  readonly after: string | undefined
  readonly before: string | undefined
}

/**
 * Puts a host's lock in place of `before`, whole or not at all.
 * Errors: `nodeLockMoved` when it isn't `before` any more, `fleetBusy`.
 */
export async function replaceNodeLock(
  fleet: Rooted,
  host: string,
  { after, before }: Change,
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<void> {
  const path = nodeLockPath(host)
  const file = join(fleet.root, path)
  await inTurn(join(fleet.root, "hosts"), context, async () => {
    if ((await savedNodeLock(fleet, host)) !== before)
      throw fail("nodeLockMoved", { host, path }, { host })
    await mkdir(dirname(file), { recursive: true })
    await (after === undefined ? rm(file) : replaceFile(file, after))
  })
}
