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
    const apps: AppProof[] = []
    for (const app of known) {
      const asked = { ...input, app, facts, host, workflow }
      const proof = await prove(asked, connection, context)
      context.emit({ event: "app-proven", host: name, ...proof })
      apps.push(proof)
    }
    const bad = apps.some(({ outcome }) => outcome === "bad")
    return { apps, host: name, outcome: bad ? "bad" : "ok" }
  } catch (thrown) {
    const error = asFailure(thrown, host, "smoke", context.signal)
    if (context.signal.aborted) throw error
    return { apps: [], error: failureOf(error), host: name, outcome: "bad" }
  }
}

type Asked = {
  readonly app: NonNullable<HostFacts["hostFile"]>["apps"][number]
  readonly depth?: SmokeDepth | undefined
  readonly host: Host
  readonly workflow: Workflow | undefined
}

async function prove(
  { app, depth, host, workflow }: Asked,
  connection: Connection,
  context: Work,
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
