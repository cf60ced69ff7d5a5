import type { Counts } from "../cache/coverage.ts"
import type { PathInfo } from "../cache/path-info.ts"
import type { OfferOf } from "./walk.ts"

/** What one cache has said so far. */
export type CacheSaid = {
  readonly url: string
  /** Lower is asked earlier. */
  readonly priority: number
  /** Why it counts for nothing; then it is asked no more. */
  readonly problem: string | undefined
  /** What it has of each path that it was asked for; undefined: nothing. */
  readonly answers: ReadonlyMap<string, PathInfo | undefined>
  /** Paths for which it has sent the narinfo of another. */
  readonly others: readonly string[]
}

/**
 * Who a path would be fetched from: of the caches that have it with a signature
 * that counts the first by priority, as Nix asks them.
 */
export function offersIn(
  caches: readonly CacheSaid[],
  counts: Counts,
): OfferOf {
  const usable = caches
    .filter(({ problem }) => problem === undefined)
    .toSorted((a, b) => a.priority - b.priority)
  return (path) => {
    if (!usable.every(({ answers }) => answers.has(path))) return undefined
    for (const { answers, url } of usable) {
      const info = answers.get(path)
      if (info !== undefined && counts(url, info)) {
        return { cache: url, info }
      }
    }
    return "none"
  }
}

/** The priority that a URL names, which wins over a cache's own word. */
export function priorityOf(url: string, told: number | undefined): number {
  const [, named] = /[?&]priority=(\d+)/.exec(url) ?? []
  return named === undefined ? (told ?? 50) : Number(named)
}
