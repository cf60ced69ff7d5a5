import { appUnits } from "../deploy/plan/app-units.ts"
import { type Link, openLink } from "../host/open-link.ts"
import { fail } from "../errors/fail.ts"
import { SdopsError } from "../errors/sdops-error.ts"
import { gpuStates } from "../gpu/gpu-state.ts"
import { probedDriver } from "../gpu/probed-driver.ts"
import { type Mend, mendHost } from "../host/mend/mend.ts"
import { lookAtHealth } from "../host/probe/health.ts"
import { probe } from "../host/probe/probe.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { placedOn } from "../inventory/on-host.ts"
import type { RemoteContext } from "../remote/ssh-config.ts"
import { stopOf } from "./hop.ts"
import { lookAtApps } from "./look-at-app.ts"
import { parseNixSettings } from "../nix/host-settings.ts"
import type { Approach, HostSight } from "./sight.ts"

/** What was seen; without a sight, the approach says where it ended. */
export type Look = {
  readonly approach: Approach
  /** What was seen before cures were tried; undefined: none was. */
  readonly before?: HostSight
  readonly sight: HostSight | undefined
}

/**
 * Looks at a host by one connection, one probe, one look at its health and one
 * call of each app; then tries the cures that `mends` names, and looks again.
 * Changes nothing else. Errors: `interrupted`; all others are findings.
 */
export async function lookAtHost(
  fleet: Pick<Fleet, "builders" | "caches">,
  host: Host,
  mends: (sight: HostSight) => readonly Mend[],
  context: RemoteContext,
): Promise<Look> {
  const approach = { host, stop: undefined }
  try {
    const link = await openLink(host, context)
    await using _ = link.connection
    const sight = await see(link, { fleet, host }, context)
    const cures = mends(sight)
    if (cures.length === 0) return { approach, sight }
    for (const cure of cures) await mendHost(link.shell, cure)
    const after = await see(link, { fleet, host }, context)
    return { approach, before: sight, sight: after }
  } catch (error) {
    if (context.signal.aborted) throw interrupted(host)
    if (!(error instanceof SdopsError)) throw error
    return {
      approach: { host, stop: stopOf(placedOn(error, host)) },
      sight: undefined,
    }
  }
}

async function see(
  link: Link,
  at: Pick<HostSight, "fleet" | "host">,
  context: RemoteContext,
): Promise<HostSight> {
  const { host } = at
  const facts = await probe(link.shell, { store: true, units: appUnits(host) })
  const ports = (facts.hostFile?.apps ?? []).map(({ port }) => port)
  const [health, apps] = await Promise.all([
    lookAtHealth(link.shell, ports),
    lookAtApps(link, { facts, host }, { ...context, host: host.name }),
  ])
  if (context.signal.aborted) throw interrupted(host)
  const driver = probedDriver(facts, host.gpu.vendor)
  const gpus = gpuStates(health.smi.fields, health.smi.output)
  const nix = parseNixSettings(facts.nixSettings)
  return { ...at, apps, driver, facts, gpus, health, nix }
}

function interrupted(host: Host): SdopsError {
  const state = `${host.name} was only looked at`
  return fail("interrupted", { state }, { host: host.name })
}
