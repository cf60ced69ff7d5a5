import { fail } from "../errors/fail.ts"
import { nearest } from "../inventory/read/nearest.ts"
import type { Check } from "./check.ts"
import { approachChecks, controlChecks, hostChecks } from "./checks.ts"
import type { Explanation } from "./result.ts"
import type { Approach, ControlSight, HostSight } from "./sight.ts"

export type Chosen = {
  readonly approach: readonly Check<Approach>[]
  readonly control: readonly Check<ControlSight>[]
  readonly host: readonly Check<HostSight>[]
}

/**
 * The checks of ids (`gpu/model`) or groups (`gpu`); all when there is none.
 * Errors: `usage`, with the nearest that there is.
 */
export function choose(only: readonly string[]): Chosen {
  const groups = [...new Set(ids().map(groupOf))]
  const known = [...groups, ...ids()]
  for (const word of only) if (!known.includes(word)) throw unknown(word, known)
  const wanted = ({ id }: Pick<Check<never>, "id">): boolean =>
    only.length === 0 || only.includes(id) || only.includes(groupOf(id))
  return {
    approach: approachChecks.filter(wanted),
    control: controlChecks.filter(wanted),
    host: hostChecks.filter(wanted),
  }
}

/** What a check looks at and what its failure means. Errors: `usage`. */
export function explain(id: string): Explanation {
  const isControl = controlChecks.some((check) => check.id === id)
  const all = [...controlChecks, ...approachChecks, ...hostChecks]
  const check = all.find((check) => check.id === id)
  if (check === undefined) throw unknown(id, ids())
  return {
    check: id,
    "looks-at": check.looksAt,
    means: check.means,
    scope: isControl ? "control" : "host",
  }
}

/** The ids of all checks, in the order of the findings. */
export function ids(): readonly string[] {
  return [...controlChecks, ...approachChecks, ...hostChecks].map(
    ({ id }) => id,
  )
}

function groupOf(id: string): string {
  return id.split("/")[0] ?? id
}

function unknown(word: string, known: readonly string[]): Error {
  const near = nearest(word, known)
  return fail("usage", {
    problem: `unknown check ${word}${near ? `; did you mean ${near}?` : ""}`,
    try: [near ? `sdops doctor --explain ${near}` : "sdops doctor --help"],
  })
}
