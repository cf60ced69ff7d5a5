import { readFile } from "node:fs/promises"
import { cgroupOf } from "../../test/lab/machine/cgroup.ts"
import type { LabHost } from "../../test/lab/host.ts"

/** What something cost. */
export type Cost = {
  /** Seconds of the host's processors. */
  readonly cpu: number
  /** Processes and threads that began on the host. */
  readonly forks: number
  /** Seconds of whoever waits. */
  readonly seconds: number
  /** SSH sessions that the host served. */
  readonly sessions: number
}

/**
 * Does something with a host and says what it cost. What the host spends is
 * counted until what was begun there has ended, too.
 */
export async function costOf(
  host: LabHost,
  work: () => Promise<void>,
  ended: () => Promise<void> = async () => {},
): Promise<Cost> {
  const sessions = await host.sessions()
  const cpu = await cpuOf(host)
  const processes = await host.processes()
  const began = performance.now()
  await work()
  const seconds = (performance.now() - began) / 1000
  await ended()
  const forks = await host.processes(processes)
  const spent = (await cpuOf(host)) - cpu
  const { sessions: opened } = await host.sessions(sessions)
  return { cpu: spent, forks, seconds, sessions: opened }
}

async function cpuOf(host: LabHost): Promise<number> {
  const folder = await cgroupOf(host.lab, host.name)
  const text = await readFile(`${folder}/cpu.stat`, "utf8")
  const used = /^usage_usec (\d+)$/mu.exec(text)
  return Number(used?.[1]) / 1e6
}
