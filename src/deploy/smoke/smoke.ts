import type { AppContext, SmokeDepth, Workflow } from "../../apps/app.ts"
import { appOf } from "../../apps/apps.ts"
import { placeOf } from "../../apps/place.ts"
import type { Context } from "../../context.ts"
import { failureOf } from "../../errors/failure-of.ts"
import { fail } from "../../errors/fail.ts"
import { openLink } from "../../host/open-link.ts"
import { type HostFacts, probe } from "../../host/probe/probe.ts"
import type { Connection } from "../../remote/connection.ts"
import { asFailure } from "../../inventory/as-failure.ts"
import type { Host } from "../../inventory/host.ts"
import type { AppProof, HostProofs, SmokeEvent, SmokeResult } from "./result.ts"

export type SmokeInput = {
  /** Else as deep as the host can, as its policy says, or as is declared. */
  readonly depth?: SmokeDepth | undefined
  /** How many hosts at once. */
  readonly parallel: number
  /** A host's own workflow instead of ours. */
  readonly workflow: (host: Host) => Promise<Workflow | undefined>
}

type Work = Context<SmokeEvent>
type Telling = Omit<Work, "confirm">

/**
 * Has each app of hosts make an image, and looks at it. Changes nothing there.
 * What goes wrong is in the result. Errors: `interrupted`.
 */
export async function smokeHosts(
  hosts: readonly Host[],
  input: SmokeInput,
  context: Work,
): Promise<SmokeResult> {
  const { default: pMap } = await import("p-map")
  const found = await pMap(hosts, (host) => smokeHost(host, input, context), {
    concurrency: input.parallel,
  })
  const bad = found.some(({ outcome }) => outcome === "bad")
  return { "exit-code": bad ? 1 : 0, hosts: found }
}

async function smokeHost(
  host: Host,
  input: SmokeInput,
  context: Work,
): Promise<HostProofs> {
  const { name } = host
  try {
    const workflow = await input.workflow(host)
    const { connection, shell } = await openLink(host, context)
    await using _ = connection
    const facts = await probe(shell, { units: [] })
    const known = facts.hostFile?.apps ?? []
    if (known.length === 0)
      throw fail("notServed", { app: "any app", host: name }, { host: name })
    const apps = await proveApps(
      { connection, facts, host },
      { depth: input.depth, workflow },
      (proof) => context.emit({ event: "app-proven", host: name, ...proof }),
      context,
    )
    const bad = apps.some(({ outcome }) => outcome === "bad")
    return { apps, host: name, outcome: bad ? "bad" : "ok" }
  } catch (thrown) {
    const error = asFailure(thrown, host, "smoke", context.signal)
    if (context.signal.aborted) throw error
    return { apps: [], error: failureOf(error), host: name, outcome: "bad" }
  }
}

type Proven = {
  readonly connection: Connection
  readonly facts: Pick<HostFacts, "hostFile">
  readonly host: Host
}

type How = {
  readonly depth?: SmokeDepth | undefined
  readonly workflow: Workflow | undefined
}

/**
 * Has each app of a host make an image, one after the other. What goes wrong
 * is in the proof. Errors: `interrupted`.
 */
export async function proveApps(
  { connection, facts, host }: Proven,
  how: How,
  emit: (proof: AppProof) => void,
  context: Telling,
): Promise<AppProof[]> {
  const proofs: AppProof[] = []
  for (const app of facts.hostFile?.apps ?? []) {
    const proof = await prove({ ...how, app, host }, connection, context)
    emit(proof)
    proofs.push(proof)
  }
  return proofs
}

type Asked = How & {
  readonly app: NonNullable<HostFacts["hostFile"]>["apps"][number]
  readonly host: Host
}

async function prove(
  { app, depth, host, workflow }: Asked,
  connection: Connection,
  context: Telling,
): Promise<AppProof> {
  const { name } = app
  const place = placeOf(app, connection)
  const own: AppContext = { ...context, host: host.name, stage: "smoke" }
  try {
    const { ready, smoke } = appOf(app)
    // One look: what isn't ready now has failed.
    const limits = { ...own.limits, ready: 0 }
    if (smoke === undefined) {
      await ready(place, { ...own, limits })
      return { app: name, outcome: "skip" }
    }
    const checkpoint =
      typeof app["checkpoint"] === "string" ? app["checkpoint"] : undefined
    const policy = host.policy.smoke.depth
    const chosen = depth ?? (workflow ? undefined : policy)
    const made = await smoke(
      place,
      {
        checkpoint,
        depth: chosen,
        gpu: host.gpu,
        onStep: ({ max, value }) =>
          context.emit({
            app: name,
            event: "step",
            host: host.name,
            max,
            value,
          }),
        unit: app.unit,
        workflow: name === "comfyui" ? workflow : undefined,
      },
      own,
    )
    const { stepSeconds, vramPeak } = made.measured ?? {}
    return {
      app: name,
      depth: made.depth,
      outcome: "ok",
      seconds: Math.round(made.seconds * 1000) / 1000,
      ...(stepSeconds !== undefined && { "step-seconds": stepSeconds }),
      ...(vramPeak !== undefined && { "vram-peak": vramPeak }),
    }
  } catch (thrown) {
    const error = asFailure(thrown, host, "smoke", context.signal)
    if (context.signal.aborted) throw error
    return { app: name, error: failureOf(error), outcome: "bad" }
  }
}
