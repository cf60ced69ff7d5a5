import type { Context } from "../../context.ts"
import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import { newLock } from "../../deploy/plan/new-lock.ts"
import type { Link } from "../../host/open-link.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { type LockedInput, readFlakeLock } from "../../nix/flake-lock.ts"
import { type Candidates, candidatesOf } from "./candidates.ts"
import { historyOf } from "./history-of.ts"
import { type Lacks, lacksOf } from "./lacks.ts"
import { sayTried } from "./say-tried.ts"

/** A revision that was tried. */
export type Tried = Lacks & {
  /** In ISO 8601; undefined where the lock doesn't say. */
  readonly date: string | undefined
  readonly revision: string
  readonly taken: boolean
}

type Given = {
  readonly before: string | undefined
  readonly fleet: Fleet
  /** Names of hosts that may compile nothing heavy. */
  readonly hosts: readonly string[]
  /** The input whose older revisions may be taken. */
  readonly input: string
  readonly link: Link
  /** The lock so far, without what is looked up anew. */
  readonly loose: string | undefined
  /** The lock with the newest of everything. */
  readonly newest: string
  /** Revisions that are tried at most. */
  readonly tries: number
}

/**
 * The newest lock with which hosts compile nothing heavy: the newest of all
 * inputs, or else with an older revision of one. Each is tried by itself, as
 * what caches have isn't monotonic. Errors: `notCached` with what each
 * revision lacked; those of Nix and of the connection.
 */
export async function newestCached(
  given: Given,
  context: Pick<Context<string>, "emit" | "environment" | "limits" | "signal">,
): Promise<{ readonly lock: string; readonly tried: readonly Tried[] }> {
  const { before, fleet, hosts, input, link, loose, newest, tries } = given
  const tried: Tried[] = []
  const first = inputIn(newest, input)
  if (await fits(newest, first)) return { lock: newest, tried }
  const reference = fleet.inputs[input] ?? ""
  const history = historyOf(reference)
  const until = first?.revision
  const found: Candidates =
    history === undefined || until === undefined
      ? { problem: `${reference} has no history to look in`, revisions: [] }
      : await candidatesOf(
          history,
          {
            after:
              before === undefined
                ? undefined
                : inputIn(before, input)?.revision,
            most: tries - 1,
            until,
          },
          context,
        )
  for (const revision of found.revisions) {
    const override = { input, reference: history?.at(revision) ?? "" }
    const lock = await newLock(fleet, loose, link, override)
    const locked = inputIn(lock, input)
    if (await fits(lock, { ...locked, revision })) return { lock, tried }
  }
  throw notCached(tried, { input, problem: found.problem })

  async function fits(
    lock: string,
    at: Partial<
      Pick<LockedInput, "lastModified" | "narHash" | "revision">
    > = {},
  ): Promise<boolean> {
    const revision = at.revision ?? at.narHash ?? "?"
    context.emit(`trying ${input} ${revision.slice(0, 12)}`)
    const lacks = await lacksOf(fleet, { hosts, lock }, link, context)
    const taken = lacks.evaluates && lacks.heavy.length === 0
    const { lastModified } = at
    const date =
      lastModified === undefined
        ? undefined
        : new Date(lastModified * 1000).toISOString()
    tried.push({ ...lacks, date, revision, taken })
    return taken
  }
}

function inputIn(lock: string, input: string): LockedInput | undefined {
  return readFlakeLock(lock).find(({ name }) => name === input)
}

function notCached(
  tried: readonly Tried[],
  { input, problem }: { readonly input: string; problem: string | undefined },
): SdopsError {
  const because = tried.map((one) => sayTried(one))
  const odd = new Set(
    tried.flatMap((one) => (one.evaluates ? one.problems : [])),
  )
  return fail(
    "notCached",
    { count: tried.length, input },
    {
      because: [
        ...because,
        ...odd,
        ...(problem === undefined
          ? []
          : [`older ones weren't tried: ${problem}`]),
      ],
    },
  )
}
