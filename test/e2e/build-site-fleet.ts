import { type LabFleet, makeFleet, twinOf } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { architecture, builderOf } from "./builder.ts"

/** Hosts that neon builds, with a torch of its own; entries share machines. */
export async function fleetOf(
  { argon, host, neon }: Record<"argon" | "host" | "neon", LabHost>,
  input: {
    readonly capability: string
    readonly entries?: number
    /** That its torch takes. */
    readonly seconds?: number
  },
): Promise<LabFleet> {
  const { capability, entries = 0, seconds = 3 } = input
  const machines = [host, argon]
  const each = <Value>(value: (name: string) => Value) =>
    Object.fromEntries(machines.map(({ name }) => [name, value(name)]))
  const heavy = architecture(capability, seconds)
  const fleet = await makeFleet(machines, {
    files: Object.fromEntries(
      machines.map(({ name }) => [`${name}/heavy.nix`, heavy]),
    ),
    fleet: {
      builders: { neon: builderOf(neon) },
      policy: { "heavy-builds": "builders-only" },
    },
    hosts: each(() => ({ "build-on": "neon" })),
    more: each(() => ["heavy.nix"]),
  })
  for (let at = 0; at < entries; at += 1)
    await twinOf(fleet, machines[at % 2] as LabHost, `twin-${at}`)
  return fleet
}
