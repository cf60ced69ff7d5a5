import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { DeployInput } from "./deployment.ts"
import { deployHost } from "./deploy-host.ts"
import type { DeployEvent } from "./event.ts"
import { exitCodeOfHosts } from "./outcome/exit-code-of-hosts.ts"
import type { DeployResult } from "./outcome/result.ts"
import { repairStages } from "./stages.ts"

const input: DeployInput = {
  "allow-heavy-builds": false,
  "dry-run": false,
  engine: "sdops",
  goal: "repair",
  parallel: 1,
}

/**
 * Reloads the driver of the system that runs, where module and library differ,
 * under the same supervisor as a deployment. Errors: none of the host's.
 */
export async function gpuRepair(
  fleet: Fleet,
  host: Host,
  context: Context<DeployEvent>,
): Promise<DeployResult> {
  const beginning = { fleet, host, input }
  const result = await deployHost(repairStages, beginning, context)
  return { "exit-code": exitCodeOfHosts([result]), hosts: [result] }
}
