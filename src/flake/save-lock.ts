import { randomUUID } from "node:crypto"
import { link, open, rm } from "node:fs/promises"
import { join } from "node:path"
import type { Fleet } from "../inventory/fleet.ts"

/**
 * Writes a fleet's first `hosts/flake.lock`, whole or not at all. Hosts that
 * are deployed at once may each have made one; the first stays, and all use
 * it. In: the lock's text as Nix wrote it.
 */
export async function saveLock(
  fleet: Pick<Fleet, "root">,
  lock: string,
): Promise<void> {
  const path = join(fleet.root, "hosts", "flake.lock")
  const beside = `${path}.${randomUUID()}.new`
  try {
    {
      await using file = await open(beside, "wx")
      await file.writeFile(lock)
      await file.sync()
    }
    // Unlike a rename, this never replaces.
    await link(beside, path).catch(unlessThere)
  } finally {
    await rm(beside, { force: true })
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error
}
