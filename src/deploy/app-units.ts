import type { Host } from "../inventory/host.ts"

/** The units of a host's enabled apps; a service's unit has its name. */
export function appUnits(host: Host): readonly string[] {
  return Object.entries(host.services)
    .filter(([, service]) => service?.enable === true)
    .map(([name]) => `${name}.service`)
    .toSorted()
}
