import type { Host } from "../../inventory/host.ts"
import type { Survey } from "../survey/survey.ts"
import type { Plan, Refusal } from "../plan/plan.ts"

/**
 * What must be built, where the Nix that builds may build nothing, or not for
 * that platform, and has no builder. Of builders of its own nothing is known
 * but that there are some. Pure.
 */
export function nobodyBuilds(
  { build, builders }: Pick<Plan, "build" | "builders">,
  { host, survey }: { readonly host: Host; readonly survey: Survey },
): readonly Refusal[] {
  const { site } = survey
  if (build.length === 0 || site.ownBuilders) return []
  const remote = builders.machines.length > 0 || builders.first.length > 0
  if (remote) return []
  if (!site.builds) return [{ what: "nobody-builds" }]
  const systems = foreignSystems(survey)
  const name = host.buildOn === "host" ? host.name : host.buildOn
  return systems.length === 0 ? [] : [{ site: name, systems, what: "foreign" }]
}

/** Platforms of what is built, sorted, for which the site doesn't build. */
function foreignSystems({ built, site }: Survey): readonly string[] {
  const { systems: own } = site
  if (own.length === 0) return []
  const wanted = new Set(built.map(({ system }) => system))
  return [...wanted]
    .filter((system) => system !== "builtin" && !own.includes(system))
    .toSorted()
}
