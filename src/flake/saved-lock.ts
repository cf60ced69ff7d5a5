import { randomUUID } from "node:crypto"
import { link, open, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { fail } from "../errors/fail.ts"
import type { Fleet } from "../inventory/fleet.ts"

type Rooted = Pick<Fleet, "root">

/** The text of a fleet's `hosts/flake.lock`; undefined when there is none. */
export async function readLock(fleet: Rooted): Promise<string | undefined> {
  try {
    return await readFile(pathOf(fleet), "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}

/**
 * Writes a fleet's first `hosts/flake.lock`, whole or not at all. Hosts that
 * are deployed at once may each have made one; the first stays, and all use
 * it. In: the lock's text as Nix wrote it.
 */
export async function saveLock(fleet: Rooted, lock: string): Promise<void> {
  // Unlike a rename, a link never replaces.
  await beside(fleet, lock, (file) =>
    link(file, pathOf(fleet)).catch(unlessThere),
  )
}

/**
 * Writes a fleet's next `hosts/flake.lock` in place of `before`, whole or not
 * at all. Errors: `lockMoved` when it isn't `before` any more.
 */
export async function replaceLock(
  fleet: Rooted,
  { after, before }: { readonly before: string | undefined; after: string },
): Promise<void> {
  await beside(fleet, after, async (file) => {
    if ((await readLock(fleet)) !== before) throw fail("lockMoved", {})
    await rename(file, pathOf(fleet))
  })
}

async function beside(
  fleet: Rooted,
  lock: string,
  place: (file: string) => Promise<void>,
): Promise<void> {
  const name = `${pathOf(fleet)}.${randomUUID()}.new`
  try {
    {
      await using file = await open(name, "wx")
      await file.writeFile(lock)
      await file.sync()
    }
    await place(name)
  } finally {
    await rm(name, { force: true })
  }
}

function pathOf({ root }: Rooted): string {
  return join(root, "hosts", "flake.lock")
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error
}
