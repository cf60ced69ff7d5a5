import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"

/** Whether a host is a builder or a binary cache of its fleet. */
export function servesOthers(
  fleet: Pick<Fleet, "builders" | "caches">,
  host: Pick<Host, "address" | "name">,
): boolean {
  const builders = Object.entries(fleet.builders)
  const names = [
    ...builders.flatMap(([name, { address }]) => [name, address]),
    ...fleet.caches.flatMap(({ url }) => URL.parse(url)?.hostname ?? []),
  ]
  return names.includes(host.name) || names.includes(host.address)
}
