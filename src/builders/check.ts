import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { SdopsError } from "../errors/sdops-error.ts"
import type { HostShell } from "../host/shell.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { placedOn } from "../inventory/on-host.ts"
import { nixConfig } from "../nix/nix-config.ts"
import { checkFrom, findingOf } from "./check-from.ts"
import { type MachinesFor, machinesFor } from "./machines-for.ts"
import { requireBuilder } from "./require-builder.ts"
import type { BuilderCheck, BuildersChecked } from "./result.ts"

/** How a host is reached; the caller closes nothing. */
export type OpenHost = (
  host: Host,
) => Promise<AsyncDisposable & { readonly shell: HostShell }>

/**
 * Proves from each host what the fleet's builders can do, side by side. It
 * leaves nothing but a few tiny store paths. Errors: `unknownBuilder`,
 * `interrupted`; all others are findings.
 */
export async function checkBuilders(
  fleet: Fleet,
  input: {
    /** All when empty. */
    readonly builders: readonly string[]
    readonly hosts: readonly Host[]
    readonly open: OpenHost
    /** How many hosts at once. */
    readonly parallel: number
  },
  { signal }: Pick<Context<unknown>, "signal">,
): Promise<BuildersChecked> {
  for (const name of input.builders) requireBuilder(fleet, name)
  const { default: pMap } = await import("p-map")
  const config = nixConfig({ caches: fleet.caches })
  const checks = await pMap(
    input.hosts,
    async (host) => {
      const wanted = only(machinesFor(fleet, host), input.builders)
      if (wanted.machines.length + wanted.unpinned.length === 0) return []
      try {
        await using link = await input.open(host)
        return await checkFrom({ host, shell: link.shell }, wanted, config)
      } catch (error) {
        if (signal.aborted) throw interrupted()
        if (!(error instanceof SdopsError)) throw error
        return unreached(host, wanted, error)
      }
    },
    { concurrency: input.parallel },
  )
  const all = checks.flat()
  const bad = all.some(({ outcome }) => outcome === "bad")
  return { checks: all, "exit-code": bad ? 1 : 0 }
}

function only(all: MachinesFor, names: readonly string[]): MachinesFor {
  if (names.length === 0) return all
  return {
    machines: all.machines.filter(({ name }) => names.includes(name)),
    unpinned: all.unpinned.filter((name) => names.includes(name)),
  }
}

function unreached(
  host: Host,
  { machines, unpinned }: MachinesFor,
  error: SdopsError,
): readonly BuilderCheck[] {
  const names = [...machines.map(({ name }) => name), ...unpinned]
  return names.map((builder) => ({
    builder,
    findings: [findingOf(placedOn(error, host))],
    host: host.name,
    outcome: "bad",
    seconds: 0,
  }))
}

function interrupted(): SdopsError {
  return fail("interrupted", { state: "builders were only looked at" })
}
