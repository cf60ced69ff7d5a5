import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { servesOthers } from "./serves-others.ts"
import type { Context } from "../context.ts"
import type { DeployEvent } from "./event.ts"
import { exitCodeOfHosts } from "./outcome/exit-code-of-hosts.ts"
import type { DeployResult, HostResult } from "./outcome/result.ts"

/** Who goes at the same time: all that serve nobody, then each other one. */
function inTurns(
  fleet: Fleet,
  hosts: readonly Host[],
): readonly (readonly Host[])[] {
  const serves = (host: Host) => servesOthers(fleet, host)
  const plain = hosts.filter((host) => !serves(host))
  const alone = hosts.filter(serves).map((host) => [host])
  return plain.length > 0 ? [plain, ...alone] : alone
}

type Work = (
  fleet: Fleet,
  host: Host,
  context: Context<DeployEvent>,
) => Promise<HostResult>

/**
 * Does something with each host, so many at once; a builder or a cache of the
 * fleet comes last, alone, as others may need it meanwhile (design,
 * activation.md §10), unless hosts are only looked at. A host's own errors are
 * in its result.
 */
export async function eachHost(
  work: Work,
  {
    fleet,
    hosts,
    looks = false,
    parallel,
  }: {
    readonly fleet: Fleet
    /** Whether nothing that runs on a host changes. */
    readonly looks?: boolean
    readonly hosts: readonly Host[]
    readonly parallel: number
  },
  context: Context<DeployEvent>,
): Promise<DeployResult> {
  const { default: pMap } = await import("p-map")
  const known = new Map<Host, HostResult>()
  for (const some of looks ? [hosts] : inTurns(fleet, hosts)) {
    const one = async (host: Host) =>
      void known.set(host, await work(fleet, host, context))
    await pMap(some, one, { concurrency: parallel })
  }
  const results = hosts.flatMap((host) => known.get(host) ?? [])
  return { "exit-code": exitCodeOfHosts(results), hosts: results }
}
