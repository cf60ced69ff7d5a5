import type { Context } from "../../context.ts"
import type { DeployEvent } from "../../deploy/event.ts"
import { exitCodeOfHosts } from "../../deploy/outcome/exit-code-of-hosts.ts"
import type { DeployResult } from "../../deploy/outcome/result.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"

type One = (
  fleet: Fleet,
  host: Host,
  context: Context<DeployEvent>,
) => Promise<DeployResult>

/** Does what is made for one host on several at once; one result of all. */
export async function eachHost(
  one: One,
  fleet: Fleet,
  hosts: readonly Host[],
  context: Context<DeployEvent>,
): Promise<DeployResult> {
  const results = await Promise.all(
    hosts.map((host) => one(fleet, host, context)),
  )
  const all = results.flatMap((result) => result.hosts)
  return { "exit-code": exitCodeOfHosts(all), hosts: all }
}
