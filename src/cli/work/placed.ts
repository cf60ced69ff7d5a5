import { SdopsError } from "../../errors/sdops-error.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { placedOn } from "../../inventory/on-host.ts"

/** What was thrown, with help that leads to its host, if the fleet has it. */
export function placed(thrown: unknown, fleet: Fleet): unknown {
  if (!(thrown instanceof SdopsError)) return thrown
  const host = fleet.hosts.get(thrown.host ?? "")
  return host === undefined ? thrown : placedOn(thrown, host)
}
