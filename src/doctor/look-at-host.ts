import type { Workflow } from "../apps/app.ts"
import type { AppProof } from "../deploy/smoke/result.ts"
import { proveApps } from "../deploy/smoke/smoke.ts"
import { appUnits } from "../deploy/plan/app-units.ts"
import { type Link, openLink } from "../host/open-link.ts"
import { fail } from "../errors/fail.ts"
import { SdopsError } from "../errors/sdops-error.ts"
import { gpuStates } from "../gpu/gpu-state.ts"
import { probedDriver } from "../gpu/probed-driver.ts"
import { type Mend, mendHost } from "../host/mend/mend.ts"
import { probe } from "../host/probe/probe.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { placedOn } from "../inventory/on-host.ts"
import type { RemoteContext } from "../remote/ssh-config.ts"
import { lookAtBuilders } from "../builders/look.ts"
import { machinesFor } from "../builders/machines-for.ts"
import { stopOf } from "./hop.ts"
import { lookAtApps } from "./look-at-app.ts"
import { askHealth } from "./look-at-health.ts"
import { parseNixSettings } from "../nix/host-settings.ts"
import type { Approach, HostSight } from "./sight.ts"

/** What was seen; without a sight, the approach says where it ended. */
export type Look = {
  readonly approach: Approach
  /** What was seen before cures were tried; undefined: none was. */
  readonly before?: HostSight
  readonly sight: HostSight | undefined
}

export type LookInput = {
  readonly mends: (sight: HostSight) => readonly Mend[]
  /** A host's own workflow; undefined: no app is asked for an image. */
  readonly workflow: ((host: Host) => Promise<Workflow | undefined>) | undefined
}

/**
 * Looks at a host by one connection, one probe, one look at its health, and one
 * call of each app and each builder; then tries the cures that `mends` names,
 * and looks again; at last has apps that answer make an image, if that is
 * wanted. Changes nothing else. Errors: `interrupted`; all others are findings.
 */
export async function lookAtHost(
  fleet: Pick<Fleet, "builders" | "caches">,
  host: Host,
  { mends, workflow }: LookInput,
  context: RemoteContext,
): Promise<Look> {
  const approach = { host, stop: undefined }
  try {
    const link = await openLink(host, context)
    await using _ = link.connection
    const sight = await see(link, { fleet, host }, context)
    const cures = mends(sight)
    for (const cure of cures) await mendHost(link.shell, cure)
    const now =
      cures.length === 0 ? sight : await see(link, { fleet, host }, context)
    const proofs = workflow && (await makeImages(link, now, workflow, context))
    return { approach, before: sight, sight: { ...now, proofs } }
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
  const { fleet, host } = at
  const units = appUnits(host)
  const facts = await probe(link.shell, { store: true, units })
  const { machines, unpinned } = machinesFor(fleet, host)
  const [health, apps, { sights }] = await Promise.all([
    askHealth(link.shell, { ...at, facts }, units),
    lookAtApps(link, { facts, host }, { ...context, host: host.name }),
    machines.length > 0 && facts.nixVersion !== undefined
      ? lookAtBuilders(link.shell, machines)
      : { sights: [] },
  ])
  if (context.signal.aborted) throw interrupted(host)
  const driver = probedDriver(facts, host.gpu.vendor)
  const gpus = gpuStates(health.smi.fields, health.smi.output)
  const nix = parseNixSettings(facts.nixSettings)
  const builders = { sights, unpinned }
  return { ...at, apps, builders, driver, facts, gpus, health, nix }
}

/** Of apps that answer; others have their own finding. */
async function makeImages(
  { connection }: Link,
  { apps, facts, host }: HostSight,
  workflow: NonNullable<LookInput["workflow"]>,
  context: RemoteContext,
): Promise<readonly AppProof[]> {
  const known = facts.hostFile?.apps.filter(({ name }) =>
    apps.some((app) => app.name === name && app.answer.how === "answered"),
  )
  const hostFile = facts.hostFile && { ...facts.hostFile, apps: known ?? [] }
  const quiet = { ...context, emit: () => {} }
  return proveApps(
    { connection, facts: { hostFile }, host },
    { workflow: await workflow(host) },
    () => {},
    quiet,
  )
}

function interrupted(host: Host): SdopsError {
  const state = `${host.name} was only looked at`
  return fail("interrupted", { state }, { host: host.name })
}
