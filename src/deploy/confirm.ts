import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { DeployInput } from "./deployment.ts"
import { deployHost } from "./deploy-host.ts"
import type { DeployEvent } from "./event.ts"
import type { HostResult } from "./outcome/result.ts"
import { confirmed } from "./stages.ts"

const input: DeployInput = {
  allowHeavyBuilds: false,
  engine: "sdops",
  goal: "switch",
}

/**
 * Proves the candidate of a deployment that goes on, whoever has begun it, and
 * lets the host commit it; a proof that fails takes the host back. Errors: none
 * of the host's.
 */
export async function confirm(
  fleet: Fleet,
  host: Host,
  context: Context<DeployEvent>,
): Promise<HostResult> {
  return deployHost(confirmed, { fleet, host, input }, context)
}
