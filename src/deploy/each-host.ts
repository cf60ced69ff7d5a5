import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { Context } from "../context.ts"
import type { DeployEvent } from "./event.ts"
import { exitCodeOfHosts } from "./outcome/exit-code-of-hosts.ts"
import type { DeployResult, HostResult } from "./outcome/result.ts"

type Work = (
  fleet: Fleet,
  host: Host,
  context: Context<DeployEvent>,
) => Promise<HostResult>

/**
 * Does something with each host, so many at once; a host's own errors are in
 * its result.
 */
export async function eachHost(
  work: Work,
  {
    fleet,
    hosts,
    parallel,
  }: {
    readonly fleet: Fleet
    readonly hosts: readonly Host[]
    readonly parallel: number
  },
  context: Context<DeployEvent>,
): Promise<DeployResult> {
  const { default: pMap } = await import("p-map")
  const results = await pMap(
    hosts,
    async (host) => work(fleet, host, context),
    { concurrency: parallel },
  )
  return { "exit-code": exitCodeOfHosts(results), hosts: results }
}
