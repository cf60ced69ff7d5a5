import { newLock } from "../deploy/plan/new-lock.ts"
import { openLink } from "../host/open-link.ts"
import { fail } from "../errors/fail.ts"
import { loosenLock } from "../flake/lock/loosen-lock.ts"
import { readLock, replaceLock } from "../flake/lock/saved-lock.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { nearest } from "../inventory/read/nearest.ts"
import type { RemoteContext } from "../remote/ssh-config.ts"
import { movesBetween } from "./moves.ts"
import { siteOf } from "./site.ts"
import type { UpdateResult } from "./update-result.ts"

export type UpdateInput = {
  /** Names of inputs; all when empty. */
  readonly inputs: readonly string[]
  /** The host that looks them up; see `siteOf`. */
  readonly on: string | undefined
  /** Whether hosts/flake.lock stays as it is. */
  readonly dryRun: boolean
}

/**
 * Moves inputs to what their references name now, on a host, and saves the
 * lock here; the only thing besides a first deployment that locks. Whatever
 * fails, the lock stays as it was. Errors: `unknownInput`, `lockMoved`, those
 * of the connection and of Nix.
 */
export async function update(
  fleet: Fleet,
  input: UpdateInput,
  context: RemoteContext,
): Promise<UpdateResult> {
  const known = Object.keys(fleet.inputs).toSorted()
  const wanted = input.inputs.length === 0 ? known : input.inputs
  for (const name of wanted) requireKnown(name, known)
  const site = siteOf(fleet, input.on)
  const before = await readLock(fleet)
  const loose = before && loosenLock(before, wanted)
  const link = await openLink(site, context)
  await using _connection = link.connection
  const after = await newLock(fleet, loose, link)
  const inputs = movesBetween(before, after)
  const saved = !input.dryRun && after !== before
  if (saved) await replaceLock(fleet, { after, before }, context)
  return { "exit-code": 0, inputs, on: site.name, saved }
}

function requireKnown(input: string, known: readonly string[]): void {
  if (known.includes(input)) return
  throw fail("unknownInput", { input, known, meant: nearest(input, known) })
}
