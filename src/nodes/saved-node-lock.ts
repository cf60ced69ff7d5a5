import { randomUUID } from "node:crypto"
import { mkdir, open, readFile, rename, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fail } from "../errors/fail.ts"
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
 * Errors: `nodeLockMoved` when it isn't `before` any more.
 */
export async function replaceNodeLock(
  fleet: Rooted,
  host: string,
  { after, before }: Change,
): Promise<void> {
  const path = nodeLockPath(host)
  const file = join(fleet.root, path)
  const beside = `${file}.${randomUUID()}.new`
  try {
    if (after !== undefined) {
      await mkdir(dirname(file), { recursive: true })
      await using written = await open(beside, "wx")
      await written.writeFile(after)
      await written.sync()
    }
    if ((await savedNodeLock(fleet, host)) !== before)
      throw fail("nodeLockMoved", { host, path }, { host })
    await (after === undefined ? rm(file) : rename(beside, file))
  } finally {
    await rm(beside, { force: true })
  }
}
