import type { Evaluated } from "../../host/nix/evaluate.ts"
import type { GraphNode } from "../../nix/build-plan/graph.ts"
import { parseGraph } from "../../nix/build-plan/graph.ts"
import { type CacheSaid, offersIn } from "../../nix/build-plan/said.ts"
import { type Site, siteOf } from "../../nix/build-plan/site.ts"
import { type Offer, walk, type Walked } from "../../nix/build-plan/walk.ts"
import type { Trusting } from "../../nix/cache/coverage.ts"
import { type Runtime, runtimeOf } from "../../nix/build-plan/runtime.ts"
import type { Limits } from "../../limits.ts"
import { foundCaches } from "../../nix/nix-config.ts"
import type { Deployment } from "../deployment.ts"
import type { StageContext } from "../stage.ts"
import { type CacheMemory, cacheMemory } from "./cache-memory.ts"
import { cachesBy } from "./caches-by.ts"

/** What building a host's system takes, and what its caches said of it. */
export type Survey = {
  readonly built: readonly GraphNode[]
  /** What would still be built if every signature of a cache counted. */
  readonly builtIfTrusted: readonly GraphNode[]
  readonly fetched: readonly Offer[]
  /** What the system is likely to consist of. */
  readonly runtime: Runtime
  /** Empty where no cache had to be asked. */
  readonly caches: readonly CacheSaid[]
  readonly site: Site
}

/**
 * Finds out what a build would fetch, and from where, and what it would build:
 * from the derivations on the machine that builds, and from the caches that its
 * Nix asks, which are asked through the connection to it: what they say there
 * is what counts. Caches that fail are in the result. Errors: those of `ask`.
 */
export async function surveyBuild(
  given: Pick<Deployment, "config" | "link"> & {
    /** Of the site, where other hosts have asked. */
    readonly memory?: CacheMemory | undefined
  },
  evaluated: Pick<Evaluated, "graph" | "ownSettings" | "settings"> & {
    /** The system's derivation. */
    readonly system: string
    /** Its store path. */
    readonly toplevel: string
  },
  context: Pick<StageContext, "limits" | "say" | "signal">,
): Promise<Survey> {
  const graph = parseGraph(evaluated.graph ?? "", evaluated.system)
  const site = siteOf(evaluated.settings, evaluated.ownSettings)
  const { memory = cacheMemory() } = given
  const walkBy = (said: readonly CacheSaid[], trusting: Trusting): Walked =>
    walk(graph, offersIn(said, memory.counts(trusting)), site)
  const runtimeBy = (walked: Walked) =>
    runtimeOf(graph, walked, evaluated.toplevel)
  const local = walkBy([], site)
  const { built, fetched } = local
  const locally = built.every(({ glue }) => glue && !site.always)
  if (locally || site.caches.length === 0) {
    const runtime = runtimeBy(local)
    return { built, builtIfTrusted: built, caches: [], fetched, runtime, site }
  }
  context.say("asking caches")
  return memory.inTurn(askAll)

  async function askAll(): Promise<Survey> {
    await using caches = await cachesBy(
      { ...given, candidates: candidatesOf(graph, site), memory, site },
      context,
    )
    for (;;) {
      const said = caches.said()
      const found = walkBy(said, site)
      const trusted = walkBy(said, { ...site, requireSigs: false })
      // Each answer may name what must be asked for next.
      const unasked = new Set([...found.unasked, ...trusted.unasked])
      if (unasked.size === 0) {
        return {
          built: found.built,
          builtIfTrusted: trusted.built,
          caches: said,
          fetched: found.fetched,
          runtime: runtimeBy(found),
          site,
        }
      }
      await caches.ask([...unasked])
    }
  }
}

/**
 * Lines of NIX_CONFIG that make a build do what was found out: what a cache is
 * remembered not to have is asked again, and caches that failed are left out,
 * each of which would cost time. Empty where none was asked.
 */
export function configOf(
  { caches }: Pick<Survey, "caches">,
  { cache }: Pick<Limits, "cache">,
): string {
  if (caches.length === 0) return ""
  const some = caches.filter(({ problem }) => problem === undefined)
  return foundCaches(
    some.map(({ url }) => url),
    2 * cache,
  )
}

/** Every path that a cache might be asked for. */
function candidatesOf(
  graph: readonly GraphNode[],
  { always }: Site,
): readonly string[] {
  return graph.flatMap(({ glue, outputs }) =>
    glue && !always
      ? []
      : outputs.flatMap(({ path, valid }) =>
          path === undefined || valid ? [] : [path],
        ),
  )
}
