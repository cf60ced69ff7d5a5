import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { DeployInput } from "./deployment.ts"
import { deployHost } from "./deploy-host.ts"
import type { DeployEvent } from "./event.ts"
import { exitCodeOfHosts } from "./outcome/exit-code-of-hosts.ts"
import type { DeployResult } from "./outcome/result.ts"
import { stagesFor } from "./stages.ts"

/**
 * Brings hosts to what the inventory declares, each by itself and side by side.
 * Errors: none of a host's: those are in its result.
 */
export async function deploy(
  fleet: Fleet,
  hosts: readonly Host[],
  input: DeployInput,
  context: Context<DeployEvent>,
): Promise<DeployResult> {
  const { default: pMap } = await import("p-map")
  const stages = stagesFor(input)
  const results = await pMap(
    hosts,
    (host) => deployHost(stages, { fleet, host, input }, context),
    { concurrency: input.parallel },
  )
  return {
    "exit-code": exitCodeOfHosts(results),
    hosts: results,
  }
}
