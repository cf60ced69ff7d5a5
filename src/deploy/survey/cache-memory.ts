import type { CacheSaid } from "../../nix/build-plan/said.ts"
import {
  type Counts,
  countsBy,
  type Trusting,
} from "../../nix/cache/coverage.ts"
import type { PathInfo } from "../../nix/cache/path-info.ts"
import { oneByOne } from "../../remote/server/one-by-one.ts"

/** What a cache has said, as more is asked. */
export type Said = Pick<CacheSaid, "priority" | "url"> & {
  readonly answers: Map<string, PathInfo | undefined>
  readonly others: string[]
  problem: string | undefined
  /** Why HTTP alone has got no answer, where Nix there may. */
  readonly shut: string | undefined
  readonly via: "http" | "nix"
}

/**
 * What caches have said to hosts that are built in one place, by URL. They ask
 * one after the other, so that each finds what those before it were told.
 */
export type CacheMemory = {
  readonly caches: Map<string, Said>
  /** The same for all whose Nix trusts the same: each answer is judged once. */
  readonly counts: (trusting: Trusting) => Counts
  readonly inTurn: ReturnType<typeof oneByOne>
}

/** Nothing was asked yet. */
export function cacheMemory(): CacheMemory {
  const judges = new Map<string, Counts>()
  return {
    caches: new Map(),
    counts: ({ keys, requireSigs }) => {
      const who = JSON.stringify([keys, requireSigs])
      const judge = judges.get(who) ?? countsBy({ keys, requireSigs })
      judges.set(who, judge)
      return judge
    },
    inTurn: oneByOne(),
  }
}
