import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import { selectHosts } from "../../inventory/select/select.ts"

/** The hosts that were named, all without a name. Errors: `unknownHost`. */
export function chosenHosts(
  fleet: Fleet,
  selectors: readonly string[] = [],
): readonly Host[] {
  if (selectors.length > 0) return selectHosts(fleet, selectors)
  return [...fleet.hosts.values()]
}
