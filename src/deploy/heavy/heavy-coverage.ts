import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import { type Coverage, coverageOf } from "../../nix/cache/coverage.ts"
import { heavyBuilds } from "../../nix/heavy-builds.ts"
import type { Derivation } from "../../nix/derivation.ts"
import type { Survey } from "../survey/survey.ts"

/**
 * What each cache has of the heavy paths that a build needs; none where nothing
 * is heavy. Pure.
 */
export function heavyCoverage(
  survey: Survey,
  derivations: readonly Derivation[],
): readonly Coverage[] {
  const paths = heavyPaths(survey, derivations)
  if (paths.length === 0) return []
  const { caches, site } = survey
  return caches.map((cache) => {
    const { answers, problem, url } = cache
    if (problem !== undefined) return coverageOf(url, { problem }, site)
    const asked = paths.filter((path) => answers.has(path))
    const found = asked.flatMap((path) => answers.get(path) ?? [])
    const missing = asked.filter((path) => answers.get(path) === undefined)
    return coverageOf(url, { found, missing }, site)
  })
}

/** The store paths of a build that are slow to compile, or would be. */
export function heavyPaths(
  { built, fetched }: Pick<Survey, "built" | "fetched">,
  derivations: readonly Derivation[],
): readonly string[] {
  const drvs = built.map(({ drv }) => drv)
  const slow = heavyBuilds(drvs, heavy.packages, derivations)
  const isSlow = new Set(slow.map(({ drv }) => drv))
  const outputs = built
    .filter(({ drv }) => isSlow.has(drv))
    .flatMap(({ outputs }) => outputs.flatMap(({ path }) => path ?? []))
  return [...outputs, ...heavyFetched(fetched).map(({ path }) => path)]
}

/** Of what is fetched, the store paths that would be slow to compile. */
export function heavyFetched(
  fetched: Survey["fetched"],
): readonly { readonly cache: string; readonly path: string }[] {
  const cacheOf = new Map(fetched.map(({ cache, info }) => [info.path, cache]))
  const slow = heavyBuilds([...cacheOf.keys()], heavy.packages)
  return slow.map(({ drv: path }) => ({ cache: cacheOf.get(path) ?? "", path }))
}
