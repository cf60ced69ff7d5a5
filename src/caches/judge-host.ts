import type { AskedCaches } from "../host/caches/ask-caches.ts"
import { heavyNames, sayTrust } from "../deploy/heavy/heavy-of-caches.ts"
import type { Cache } from "../inventory/fleet.ts"
import { type Coverage, coverageOf, infosOf } from "../nix/cache/coverage.ts"
import { plainUrl } from "../nix/plain-url.ts"
import type { CacheSeen, HostSeen } from "./result.ts"

type Seen = Pick<
  HostSeen,
  "caches" | "heavy" | "only-here" | "outcome" | "would-compile"
>

/**
 * What a host's caches are worth to it, from what they answered it. Bad: a
 * declared cache that doesn't serve, a signature that doesn't count, something
 * heavy that nobody has, unless the host may compile it. Pure.
 */
export function judgeHost(
  asked: AskedCaches,
  declared: readonly Cache[],
  mayCompile: boolean,
): Seen {
  const covered = asked.answers.map((answer) =>
    coverageOf(answer.url, infosOf(answer), asked),
  )
  const caches = covered.map((cache) => judgeCache(cache, asked, declared))
  const offered = new Set(
    covered.flatMap(({ trusted }) => trusted.map(({ path }) => path)),
  )
  const valid = new Set(asked.valid)
  const nowhere = asked.asked.filter((path) => !offered.has(path))
  const compile = heavyNames(nowhere.filter((path) => !valid.has(path)))
  const here = heavyNames(nowhere.filter((path) => valid.has(path)))
  const outcomes = [
    ...caches.map(({ outcome }) => outcome),
    compile.length === 0 ? "ok" : mayCompile ? "warn" : "bad",
    here.length === 0 ? "ok" : "warn",
  ] as const
  return {
    caches,
    heavy: [...asked.asked],
    "only-here": [...here],
    outcome: worst(outcomes),
    "would-compile": [...compile],
  }
}

function judgeCache(
  cache: Coverage,
  { keys }: AskedCaches,
  declared: readonly Cache[],
): CacheSeen {
  const { missing, problem, trusted, untrusted, url } = cache
  const same = ({ url: other }: Cache) => plainUrl(other) === plainUrl(url)
  const ours = declared.find(same)
  const keyTrusted = ours && keys.includes(ours.key)
  const wrong = untrusted.length > 0 || keyTrusted === false
  const silent = problem === undefined ? "ok" : ours ? "bad" : "warn"
  return {
    declared: ours !== undefined,
    has: trusted.length,
    ...(keyTrusted !== undefined && { "key-trusted": keyTrusted }),
    missing: [...missing],
    outcome: worst([wrong ? "bad" : "ok", silent]),
    ...(problem !== undefined && { problem }),
    untrusted: untrusted.map((one) => ({
      because: sayTrust(one),
      path: one.path,
    })),
    url,
  }
}

function worst(outcomes: readonly CacheSeen["outcome"][]): HostSeen["outcome"] {
  if (outcomes.includes("bad")) return "bad"
  return outcomes.includes("warn") ? "warn" : "ok"
}
