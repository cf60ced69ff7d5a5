import { open, rename } from "node:fs/promises"
import { join } from "node:path"
import type { Fleet } from "../inventory/fleet.ts"

/**
 * Writes `hosts/flake.lock`, whole or not at all. In: the lock's text as Nix
 * wrote it.
 */
export async function saveLock(
  fleet: Pick<Fleet, "root">,
  lock: string,
): Promise<void> {
  const path = join(fleet.root, "hosts", "flake.lock")
  const beside = `${path}.${process.pid}.new`
  {
    await using file = await open(beside, "w")
    await file.writeFile(lock)
    await file.sync()
  }
  await rename(beside, path)
}
