import { type BuildTime, keepBuildTimes } from "../../host/plan/build-times.ts"
import { packageOf } from "../../nix/build-times.ts"
import type { Deployment } from "../deployment.ts"
import { keepFleetTimes } from "../journal/build-times.ts"
import type { Sources } from "./sources.ts"

/** Seconds from which on a build is worth remembering, heavy or not. */
const long = 60

/** What a build is remembered by, a package once: the time of its longest. */
export function timesOf({
  built,
}: Pick<Sources, "built">): readonly BuildTime[] {
  const times = new Map<string, number>()
  for (const { derivation, heavy, seconds = 0 } of built) {
    if (seconds === 0 || (!heavy && seconds < long)) continue
    const name = packageOf(derivation)
    times.set(name, Math.max(times.get(name) ?? 1, Math.round(seconds)))
  }
  return [...times].map(([name, seconds]) => ({ name, seconds }))
}

/**
 * Remembers on the build site, and for the fleet, how long what is heavy took,
 * for the estimates of plans to come. That it can't is no reason to stop: the
 * system is built.
 */
export async function rememberTimes(
  { fleet, site }: Pick<Deployment, "fleet" | "site">,
  sources: Pick<Sources, "built">,
): Promise<void> {
  const times = timesOf(sources)
  await keepFleetTimes(fleet.root, times)
  await keepBuildTimes(site.shell, times).catch(() => {})
}
