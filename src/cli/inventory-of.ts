import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { withSecret } from "./with-secret.ts"

/**
 * The fleet of a command line and the hosts that selectors name; all of them
 * when there is no selector. Connects to nothing. Errors: `noFleet`,
 * `badInventory`, `unknownHost`.
 */
export async function inventoryOf(
  flags: { readonly fleet?: string | undefined },
  selectors: readonly string[],
): Promise<{ readonly fleet: Fleet; readonly hosts: readonly Host[] }> {
  const { chosenHosts } = await import("./flags/chosen-hosts.ts")
  const fleet = await fleetOf(flags, selectors)
  return { fleet, hosts: chosenHosts(fleet, selectors) }
}

/**
 * The fleet of a command line; of its hosts, where selectors are given, those
 * that they are about. Errors: `noFleet`, `badInventory`.
 */
export async function fleetOf(
  flags: {
    readonly fleet?: string | undefined
    readonly sudoPassword?: string | undefined
  },
  about?: readonly string[],
): Promise<Fleet> {
  const { loadFleet } = await import("../inventory/load.ts")
  const at = { about, fleet: flags.fleet, from: process.cwd() }
  const fleet = await loadFleet(at, { environment: process.env })
  return withSecret(fleet, flags.sudoPassword)
}
