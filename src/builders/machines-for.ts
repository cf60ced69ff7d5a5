import type { Builder, Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { type Machine, sshConfigOf } from "./machine.ts"

export type MachinesFor = {
  /** Sorted by name. */
  readonly machines: readonly Machine[]
  /** Names of those without a pinned host key, which are not used. */
  readonly unpinned: readonly string[]
}

/** The fleet's builders as one host may use them: itself is none of them. */
export function machinesFor(
  { builders }: Pick<Fleet, "builders">,
  host: Pick<Host, "address" | "hostKey" | "port">,
): MachinesFor {
  const others = Object.entries(builders)
    .filter(([, builder]) => !isSame(builder, host))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  const machines = others.flatMap(([name, builder]): Machine[] => {
    const key = builder.hostKey
    return key === undefined ? [] : [{ ...builder, hostKey: key, name }]
  })
  const used = new Set(machines.map(({ name }) => name))
  const unpinned = others.map(([name]) => name).filter((it) => !used.has(it))
  return { machines, unpinned }
}

/** The text of ssh_config by which a host finds its builders. */
export function builderHosts(
  fleet: Pick<Fleet, "builders">,
  host: Pick<Host, "address" | "hostKey" | "port">,
): string {
  return sshConfigOf(machinesFor(fleet, host).machines)
}

/** Whether a builder and a host are the same machine. */
export function isSame(
  builder: Builder,
  host: Pick<Host, "address" | "hostKey" | "port">,
): boolean {
  const key = builder.hostKey
  return (
    (builder.address === host.address &&
      (builder.port ?? 22) === (host.port ?? 22)) ||
    (key !== undefined && key === host.hostKey)
  )
}
