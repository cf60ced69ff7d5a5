import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { DeployInput } from "./deployment.ts"
import { deployHost } from "./deploy-host.ts"
import type { DeployEvent } from "./event.ts"
import type { HostResult } from "./outcome/result.ts"
import { rolledBack } from "./stages.ts"

const input: DeployInput = {
  allowHeavyBuilds: false,
  engine: "sdops",
  goal: "switch",
}

/**
 * Takes a host back to the generation before, or to generation `to`, by the
 * same way as a deployment from the lock on: supervised, proven, committed;
 * says first what that is, and asks. Errors: none of the host's.
 */
export function rollbackTo({
  bootUnproven,
  reboot,
  to,
}: Pick<DeployInput, "bootUnproven" | "reboot" | "to">) {
  return async (
    fleet: Fleet,
    host: Host,
    context: Context<DeployEvent>,
  ): Promise<HostResult> => {
    const asked = { ...input, bootUnproven, reboot, to }
    const beginning = { fleet, host, input: asked }
    return deployHost(rolledBack, beginning, context)
  }
}
