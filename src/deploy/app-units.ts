import { declaredApps } from "../inventory/declared-apps.ts"
import type { Host } from "../inventory/host.ts"

/** The units of a host's enabled apps; a service's unit has its name. */
export function appUnits(host: Host): readonly string[] {
  return declaredApps(host).map((name) => `${name}.service`)
}
