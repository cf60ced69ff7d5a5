import type { Context } from "../context.ts"
import { newLock } from "../deploy/plan/new-lock.ts"
import { openLink } from "../host/open-link.ts"
import { fail } from "../errors/fail.ts"
import { loosenLock } from "../flake/lock/loosen-lock.ts"
import { readLock, replaceLock } from "../flake/lock/saved-lock.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { nearest } from "../inventory/read/nearest.ts"
import type { RemoteContext } from "../remote/ssh-config.ts"
import { newestCached, type Tried } from "./cached/newest-cached.ts"
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
  /** Whether the newest is taken, whatever caches have. */
  readonly newest: boolean
  /** How many revisions are tried at most. */
  readonly tries: number
}

/**
 * Moves inputs to what their references name now, on a host, and saves the
 * lock here; the only thing besides a first deployment that locks. Whatever
 * fails, the lock stays as it was. Where hosts may compile nothing heavy, what
 * is taken is the newest that caches have. Errors: `unknownInput`, `lockMoved`,
 * `notCached`, those of the connection and of Nix.
 */
export async function update(
  fleet: Fleet,
  input: UpdateInput,
  context: RemoteContext & Pick<Context<string>, "emit">,
): Promise<UpdateResult> {
  const known = Object.keys(fleet.inputs).toSorted()
  const wanted = input.inputs.length === 0 ? known : input.inputs
  for (const name of wanted) requireKnown(name, known)
  const site = siteOf(fleet, input.on)
  const before = await readLock(fleet)
  const loose = before && loosenLock(before, wanted)
  const link = await openLink(site, context)
  await using _connection = link.connection
  const newest = await newLock(fleet, loose, link)
  const hosts = input.newest ? [] : careful(fleet)
  const older = olderOf(wanted)
  const { lock: after, tried = undefined } =
    newest === before || hosts.length === 0 || older === undefined
      ? { lock: newest }
      : await newestCached(
          {
            before,
            fleet,
            hosts,
            input: older,
            link,
            loose,
            newest,
            tries: input.tries,
          },
          context,
        )
  const inputs = movesBetween(before, after)
  const saved = !input.dryRun && after !== before
  if (saved) await replaceLock(fleet, { after, before }, context)
  return {
    "exit-code": 0,
    inputs,
    on: site.name,
    ...(tried && { tried: tried.map(triedOf) }),
    saved,
  }
}

/** Hosts that a deployment refuses to compile anything heavy for. */
function careful({ hosts }: Pick<Fleet, "hosts">): readonly string[] {
  return [...hosts.values()]
    .filter(({ policy }) => policy.heavyBuilds === "refuse")
    .map(({ name }) => name)
    .toSorted()
}

/** Of what is updated, what the packages come from. */
function olderOf(wanted: readonly string[]): string | undefined {
  if (wanted.includes("nixpkgs")) return "nixpkgs"
  return wanted.length === 1 ? wanted[0] : undefined
}

function triedOf({ date, heavy, problems, ...one }: Tried) {
  return {
    ...one,
    ...(date !== undefined && { date }),
    heavy: [...heavy],
    problems: [...problems],
  }
}

function requireKnown(input: string, known: readonly string[]): void {
  if (known.includes(input)) return
  throw fail("unknownInput", { input, known, meant: nearest(input, known) })
}
