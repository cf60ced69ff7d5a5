import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"

/**
 * The fleet of a command line and the hosts that selectors name; all of them
 * when there is no selector. Connects to nothing. Errors: `noFleet`,
 * `badInventory`, `unknownHost`.
 */
export async function inventoryOf(
  flags: { readonly fleet?: string | undefined },
  selectors: readonly string[],
): Promise<{ readonly fleet: Fleet; readonly hosts: readonly Host[] }> {
  const { loadFleet } = await import("../inventory/load.ts")
  const { chosenHosts } = await import("./flags/chosen-hosts.ts")
  const fleet = await loadFleet(
    { about: selectors, fleet: flags.fleet, from: process.cwd() },
    { environment: process.env },
  )
  return { fleet, hosts: chosenHosts(fleet, selectors) }
}
