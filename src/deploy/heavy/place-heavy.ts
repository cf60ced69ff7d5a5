import type { Machine } from "../../builders/machine.ts"
import { type Place, placeAll } from "../../builders/place.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import type { BuilderFacts } from "./look-for-heavy.ts"

/** What becomes of heavy derivations where builders may compile them. */
export type HeavyPlan = {
  /** Built before everything else, on builders only. */
  readonly first: readonly Place[]
  /** The builders that answered, for the whole build. */
  readonly machines: readonly Machine[]
  /** Why builders can't compile something, a line each. */
  readonly unplaced: readonly string[]
  /** Builders that are the only ones for something and can't be used. */
  readonly missing: readonly SdopsError[]
  /** Builders that can't be used and aren't needed, a line each. */
  readonly notes: readonly string[]
}

/**
 * Gives heavy derivations to builders. A builder that is needed and can't be
 * used is never made up for by the host: Nix itself would compile there
 * without a word (research/nix.md §4). Pure.
 */
export function placeHeavy(facts: BuilderFacts): HeavyPlan {
  const { derivations, machines, sights, unpinned } = facts
  const places = placeAll(derivations, machines)
  const ready = sights.filter(({ error }) => error === undefined)
  const names = new Set(ready.map(({ machine }) => machine.name))
  const none = places.filter(({ on }) => on.length === 0)
  const lost = places.filter(
    ({ on }) => on.length > 0 && !on.some((name) => names.has(name)),
  )
  const needed = new Set(lost.flatMap(({ on }) => on))
  const failing = sights.flatMap(({ error, machine }) =>
    error === undefined ? [] : [{ error, name: machine.name }],
  )
  const stuck = none.length > 0 || machines.length === 0
  const first = places.map((place) => ({
    ...place,
    on: place.on.filter((name) => names.has(name)),
  }))
  return {
    // One that only the host can build may be needed by the others.
    first: none.length + lost.length > 0 ? [] : first,
    machines: ready.map(({ machine }) => machine),
    missing: failing
      .filter(({ name }) => needed.has(name))
      .map(({ error }) => error),
    notes: failing
      .filter(({ name }) => !needed.has(name))
      .map(({ error }) => `left out: ${error.message}`),
    unplaced: (stuck ? unplacedOf() : []).toSorted(),
  }

  function unplacedOf(): readonly string[] {
    return [
      ...none.map(({ name, needs }) => `no builder offers ${name} ${needs}`),
      ...unpinned.map((name) => `${name} has no host-key, so it is not used`),
      ...(machines.length + unpinned.length === 0
        ? ["no builder in the fleet can build it"]
        : []),
    ]
  }
}
