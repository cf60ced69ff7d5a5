import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { DeployInput } from "./deployment.ts"
import { deployHost } from "./deploy-host.ts"
import type { DeployEvent } from "./event.ts"
import type { HostResult } from "./outcome/result.ts"
import { stagesFor } from "./stages.ts"

const input: DeployInput = {
  allowHeavyBuilds: false,
  engine: "sdops",
  goal: "repair",
}

/**
 * Reloads the driver of the system that runs, where module and library differ,
 * under the same supervisor as a deployment. Errors: none of the host's.
 */
export async function gpuRepair(
  fleet: Fleet,
  host: Host,
  context: Context<DeployEvent>,
): Promise<HostResult> {
  const beginning = { fleet, host, input }
  return deployHost(stagesFor(input), beginning, context)
}
