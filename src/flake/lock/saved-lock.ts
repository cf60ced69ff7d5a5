import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Context } from "../../context.ts"
import { fail } from "../../errors/fail.ts"
import { inTurn } from "../../files/turn.ts"
import { createFile, replaceFile } from "../../files/whole-file.ts"
import type { Fleet } from "../../inventory/fleet.ts"

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
  await createFile(pathOf(fleet), lock).catch(unlessThere)
}

/**
 * Writes a fleet's next `hosts/flake.lock` in place of `before`, whole or not
 * at all. Errors: `lockMoved` when it isn't `before` any more, `fleetBusy`.
 */
export async function replaceLock(
  fleet: Rooted,
  { after, before }: { readonly before: string | undefined; after: string },
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<void> {
  await inTurn(join(fleet.root, "hosts"), context, async () => {
    if ((await readLock(fleet)) !== before) throw fail("lockMoved", {})
    await replaceFile(pathOf(fleet), after)
  })
}

function pathOf({ root }: Rooted): string {
  return join(root, "hosts", "flake.lock")
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error
}
