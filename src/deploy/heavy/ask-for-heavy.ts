import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import { askCaches } from "../../host/caches/ask-caches.ts"
import { type Coverage, coverageOf } from "../../nix/cache/coverage.ts"
import { parseDryRun } from "../../nix/log/dry-run.ts"
import { heavyBuilds } from "../../nix/heavy-builds.ts"
import { askingAgain } from "../../nix/nix-config.ts"
import type { Deployment } from "../deployment.ts"

/** What the caches really have of a plan's heavy packages. */
export type HeavyAnswer = {
  readonly caches: readonly Coverage[]
  /** Text of NIX_CONFIG from here on. */
  readonly config: string
  /** Text of a dry run for which nothing was remembered as missing. */
  readonly dryRun: string
}

type Given = Pick<
  Deployment,
  "config" | "derivations" | "fleet" | "host" | "input" | "site"
>

/**
 * Asks every cache for what is heavy in a dry run, in one round trip: a dry
 * run takes any signature and believes for an hour that a cache has nothing.
 * Undefined where nothing is heavy, or where it may be compiled and the fleet
 * has no cache. Errors: those of `askCaches`.
 */
export async function askForHeavy(
  { config, derivations, fleet, host, input, site }: Given,
  dryRun: string,
  system: string,
  say: (text: string) => void,
): Promise<HeavyAnswer | undefined> {
  const { built, fetched } = parseDryRun(dryRun)
  const slow = heavyBuilds(built, heavy.packages, derivations)
  const drvs = slow.map(({ drv }) => drv)
  const paths = heavyBuilds(fetched, heavy.packages).map(({ drv }) => drv)
  const allowed = input.allowHeavyBuilds || host.policy.heavyBuilds === "allow"
  const needless = allowed && fleet.caches.length === 0
  if (drvs.length + paths.length === 0 || needless) return undefined
  say("asking caches for heavy packages")
  const asked = await askCaches(site.shell, {
    config,
    drvs,
    paths,
    systemDrv: system,
  })
  return {
    caches: asked.answers.map((answer) => coverageOf(answer, asked)),
    config: askingAgain(config),
    dryRun: asked.dryRun ?? dryRun,
  }
}
