import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { DeployInput } from "./deployment.ts"
import { deployHost } from "./deploy-host.ts"
import type { DeployEvent } from "./event.ts"
import type { HostResult } from "./outcome/result.ts"
import { rebooted } from "./stages.ts"

/**
 * Reboots a host into its profile's system, its queue kept, and proves that it
 * serves. One that was staged is booted once: if it isn't proven, the host goes
 * back to the system that runs now. Errors: none of the host's.
 */
export function reboot(asked: Pick<DeployInput, "bootUnproven" | "reboot">) {
  const input: DeployInput = {
    allowHeavyBuilds: false,
    engine: "sdops",
    goal: "switch",
    ...asked,
  }
  return async (
    fleet: Fleet,
    host: Host,
    context: Context<DeployEvent>,
  ): Promise<HostResult> => {
    return deployHost(rebooted, { fleet, host, input }, context)
  }
}
