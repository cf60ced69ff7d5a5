import { lookAtMachine } from "../../host/probe/machine.ts"
import type { HostFacts } from "../../host/probe/probe.ts"
import type { Host } from "../../inventory/host.ts"
import type { Link } from "../../host/open-link.ts"
import type { Evaluation } from "../plan/evaluation.ts"
import { compare, type Comparison } from "./compare.ts"

/**
 * Compares a host that sdops has never deployed with its candidate, by one
 * more round trip. Output: undefined for a host whose system is of sdops.
 */
export async function lookAtFirst(
  link: Link,
  given: {
    readonly evaluation: Evaluation
    readonly facts: Pick<HostFacts, "hostFile">
    readonly host: Host
  },
): Promise<Comparison | undefined> {
  const { evaluation, facts, host } = given
  const { machine: candidate } = evaluation
  if (facts.hostFile !== undefined || candidate === undefined) return undefined
  const { apps } = evaluation.host
  const devices = [
    ...Object.values(candidate.fileSystems).map(({ device }) => device),
    ...Object.values(candidate.luks),
  ]
  const machine = await lookAtMachine(link.shell, {
    devices: [...new Set(devices)].filter((one) => one.startsWith("/dev/")),
    ports: apps.map(({ port }) => port),
    user: host.user,
  })
  return compare({ apps, candidate, host, machine })
}
