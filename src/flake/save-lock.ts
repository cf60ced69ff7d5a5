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
  const { default: write } = await import("write-file-atomic")
  await write(join(fleet.root, "hosts", "flake.lock"), lock)
}
