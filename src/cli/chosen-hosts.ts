import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { selectHosts } from "../inventory/select.ts"

/**
 * The hosts that were named, all without a name; a sudo password's reference
 * stands for what their files say. Errors: `unknownHost`.
 */
export function chosenHosts(
  fleet: Fleet,
  selectors: readonly string[] | undefined,
  reference: string | undefined,
): readonly Host[] {
  const named = selectors ?? []
  if (named.length === 0 && fleet.hosts.size === 0) return []
  const selected = selectHosts(fleet, named.length === 0 ? ["all"] : named)
  if (reference === undefined) return selected
  return selected.map((host) => ({ ...host, "sudo-password": reference }))
}
