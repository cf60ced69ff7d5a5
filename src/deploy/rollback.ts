import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { DeployInput } from "./deployment.ts"
import { deployHost } from "./deploy-host.ts"
import type { DeployEvent } from "./event.ts"
import { exitCodeOfHosts } from "./outcome/exit-code-of-hosts.ts"
import type { DeployResult } from "./outcome/result.ts"
import { rollbackStages } from "./stages.ts"

const input: DeployInput = {
  "allow-heavy-builds": false,
  "dry-run": false,
  engine: "sdops",
  goal: "switch",
  parallel: 1,
}

/**
 * Takes a host back to the generation before, by the same way as a deployment
 * from the lock on: supervised, proven, committed. Errors: none of the host's.
 */
export async function rollback(
  fleet: Fleet,
  host: Host,
  context: Context<DeployEvent>,
): Promise<DeployResult> {
  const result = await deployHost(
    rollbackStages,
    { fleet, host, input },
    context,
  )
  return { "exit-code": exitCodeOfHosts([result]), hosts: [result] }
}
