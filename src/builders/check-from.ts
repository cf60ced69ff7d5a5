import { fail } from "../errors/fail.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import { checkBuilder, type Probe } from "../host/builders/check-builder.ts"
import type { HostShell } from "../host/shell.ts"
import type { Host } from "../inventory/host.ts"
import { placedOn } from "../inventory/on-host.ts"
import { judgeProbe } from "./judge-probe.ts"
import { lookAtBuilders, type Sight } from "./look.ts"
import { machineLine, sshConfigOf } from "./machine.ts"
import type { MachinesFor } from "./machines-for.ts"
import type { BuilderCheck, BuilderFinding } from "./result.ts"

type Asking = { readonly host: Host; readonly shell: HostShell }

/**
 * Proves from one host what builders can do: each builds a new derivation for
 * each system and each feature, which nothing else may build. Errors: those of
 * the connection; a builder's are findings.
 */
export async function checkFrom(
  { host, shell }: Asking,
  { machines, unpinned }: MachinesFor,
  /** Text of NIX_CONFIG. */
  config: string,
): Promise<readonly BuilderCheck[]> {
  const start = performance.now()
  const { sights } =
    machines.length > 0 ? await lookAtBuilders(shell, machines) : { sights: [] }
  const checks = await Promise.all(
    sights.map(async (sight): Promise<BuilderCheck> => {
      const findings = await findingsOf({ host, shell }, sight, config)
      const nix = sight.version
      const builder = sight.machine.name
      return { ...summed(findings), builder, ...(nix !== undefined && { nix }) }
    }),
  )
  const others = unpinned.map((builder) => ({
    ...summed([findingOf(unpinnedError(builder))]),
    builder,
  }))
  return [...checks, ...others]

  function summed(findings: readonly BuilderFinding[]) {
    const isBad = findings.some(({ outcome }) => outcome === "bad")
    const seconds = Math.round(performance.now() - start) / 1000
    const outcome = isBad ? ("bad" as const) : ("ok" as const)
    return { findings: [...findings], host: shell.host, outcome, seconds }
  }
}

async function findingsOf(
  { host, shell }: Asking,
  { error, machine }: Sight,
  config: string,
): Promise<readonly BuilderFinding[]> {
  if (error !== undefined) return [findingOf(placedOn(error, host))]
  const { features, systems } = machine
  const probes = systems.flatMap((system, at): Probe[] => [
    probeOf(`s${at}`, system),
    ...features.map((feature, of) => probeOf(`s${at}f${of}`, system, feature)),
  ])
  const nonce = crypto.randomUUID()
  // More jobs than it may have: whoever builds there now isn't waited for.
  const line = machineLine({ ...machine, maxJobs: 1000 })
  const probed = await checkBuilder(shell, {
    config,
    hosts: sshConfigOf([machine]),
    machine: line,
    nonce,
    probes,
  })
  const seconds = shell.limits.builderProbe
  return probed.map((one) => {
    const { features: asked, system } = one.probe
    const feature = asked.find((it) => features.includes(it))
    const of = { system, ...(feature !== undefined && { feature }) }
    const refusal = judgeProbe(machine, one, { host: shell.host, seconds })
    if (refusal !== undefined)
      return { ...findingOf(placedOn(refusal, host)), ...of }
    const what = feature === undefined ? system : `${system} with ${feature}`
    const finding = `it built for ${what}`
    return { cure: [], evidence: [], finding, outcome: "ok" as const, ...of }
  })

  function probeOf(key: string, system: string, feature?: string): Probe {
    const mandatory = machine.mandatoryFeatures
    const all = feature === undefined ? mandatory : [...mandatory, feature]
    return { features: [...new Set(all)], key, system }
  }
}

/** An error as a finding. */
export function findingOf(error: SdopsError): BuilderFinding {
  const { code, evidence, help, message } = error
  return {
    code,
    cure: [...help],
    evidence: [...evidence],
    finding: message,
    outcome: "bad",
  }
}

function unpinnedError(builder: string): SdopsError {
  return fail("builderUnfit", {
    builder,
    cure: `sdops builders remove ${builder}   # then add it again`,
    reason: "no host-key is pinned, so it is unused",
  })
}
