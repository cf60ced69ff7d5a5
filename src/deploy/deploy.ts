import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { DeployInput } from "./deployment.ts"
import { deployHost } from "./deploy-host.ts"
import { eachHost } from "./each-host.ts"
import { traitsOf } from "./goal.ts"
import type { DeployEvent } from "./event.ts"
import type { DeployResult } from "./outcome/result.ts"
import { sitesOf } from "./site/sites.ts"
import { stagesFor } from "./stages.ts"

/**
 * Brings hosts to what the inventory declares, each by itself and side by side.
 * Errors: none of a host's: those are in its result.
 */
export async function deploy(
  fleet: Fleet,
  hosts: readonly Host[],
  { parallel, ...input }: DeployInput & { readonly parallel: number },
  context: Context<DeployEvent>,
): Promise<DeployResult> {
  const stages = stagesFor(input)
  await using sites = sitesOf({ fleet, hosts, input }, context)
  return await eachHost(
    (_fleet, host) =>
      deployHost(stages, { fleet, host, input, sites }, context),
    { fleet, hosts, looks: !traitsOf(input.goal).activates, parallel },
    context,
  )
}
