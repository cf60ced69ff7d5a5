import type { HostFacts } from "../../host/probe/probe.ts"
import { declaredApps } from "../../inventory/declared-apps.ts"
import type { Host } from "../../inventory/host.ts"
import type { Evaluation } from "./evaluation.ts"

/** The units of a host's enabled apps; a service's unit has its name. */
export function appUnits(host: Pick<Host, "services">): readonly string[] {
  return declaredApps(host).map((name) => `${name}.service`)
}

/** The units of all apps: those that the host has, and the candidate's. */
export function appUnitsOf(
  { apps }: Pick<HostFacts, "apps">,
  { host }: Pick<Evaluation, "host">,
): readonly string[] {
  const units = [...apps, ...host.apps].map(({ unit }) => unit)
  return [...new Set(units)].toSorted()
}
