import { SdopsError } from "../../errors/sdops-error.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { placedOn } from "../../inventory/on-host.ts"

/** Work whose errors get help that leads to their host, if the fleet has it. */
export async function placed<Result>(
  fleet: Fleet,
  work: Promise<Result>,
): Promise<Result> {
  try {
    return await work
  } catch (thrown) {
    if (!(thrown instanceof SdopsError)) throw thrown
    const host = fleet.hosts.get(thrown.host ?? "")
    throw host === undefined ? thrown : placedOn(thrown, host)
  }
}
