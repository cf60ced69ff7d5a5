import { appUnits } from "../../deploy/plan/app-units.ts"
import { probedDriver } from "../../gpu/probed-driver.ts"
import type { DriverFacts } from "../../gpu/facts.ts"
import type { HostFacts } from "../../host/probe/probe.ts"
import { isFinal } from "../../host/record/deploy-record.ts"
import { runningIn } from "../../host/record/running.ts"
import type { Host } from "../../inventory/host.ts"
import type { Drift, HostState } from "./result.ts"

/** What one look at a host told. */
export type Look = {
  readonly facts: HostFacts
  /** Jobs of each app that tells, by its unit. */
  readonly queues: ReadonlyMap<string, number>
  readonly seconds: number
}

/**
 * A host in short. In: what a look told, and this machine's time, to which ages
 * by the host's clock are added.
 */
export function summarise(
  host: Pick<Host, "gpu" | "name" | "services">,
  { facts, queues, seconds }: Look,
  now: Date,
): HostState {
  const { bootId: _, ...records } = facts.deployments
  const running = runningIn(records)
  const ago = (then: number): string =>
    new Date(now.getTime() - (records.now - then) * 1000).toISOString()
  const ended = records.records.flatMap(({ record }) =>
    isFinal(record.state) ? [{ ...record, state: record.state }] : [],
  )[0]
  const state: Omit<HostState, "outcome"> = {
    apps: facts.apps.map(({ ActiveState, LoadState, unit }) => {
      const queued = queues.get(unit)
      return {
        app: unit.replace(/\.service$/, ""),
        ...(queued !== undefined && { queued }),
        state: LoadState === "not-found" ? "absent" : ActiveState,
      }
    }),
    busy: [...facts.busy],
    ...(ended !== undefined && {
      deployment: {
        at: ago(ended.since),
        record: ended.id,
        verdict: ended.state,
        who: ended.who,
      },
    }),
    drift: driftOf(host, facts, running !== undefined),
    driver: driverOf(probedDriver(facts, host.gpu.vendor)),
    host: host.name,
    ...(running !== undefined && {
      running: {
        record: running.id,
        since: new Date(running.since).toISOString(),
        stage: running.stage,
        who: running.who,
      },
    }),
    seconds,
    system: {
      ...(facts.generation !== "" && { generation: facts.generation }),
      ...versionOf(facts),
      ...(facts.systemSince !== undefined && {
        since: ago(facts.systemSince),
      }),
      toplevel: facts.current,
    },
  }
  return { ...state, outcome: outcomeOf(state) }
}

/** What is drifted; a deployment that goes on moves what it compares. */
function driftOf(
  host: Pick<Host, "name" | "services">,
  facts: HostFacts,
  deploying: boolean,
): Drift[] {
  const { bootDefault, current, kernelPathBooted: booted } = facts
  const drift: Drift[] = []
  const has = new Set(facts.hostFile?.apps.map(({ unit }) => unit))
  const wanted = appUnits(host)
  const sameApps =
    wanted.length === has.size && wanted.every((unit) => has.has(unit))
  const known = !bootDefault.startsWith("unknown")
  if (!deploying) {
    if (facts.hostFile !== undefined && !sameApps) drift.push("apps")
    if (known && bootDefault !== current) drift.push("boot-default")
    if (facts.hostFile?.name !== host.name) drift.push("foreign")
  }
  const kernel = facts.kernelPathCurrent
  if (booted !== "" && kernel !== "" && booted !== kernel) drift.push("kernel")
  if (!deploying && facts.profile !== current) drift.push("profile")
  return drift
}

function driverOf(driver: DriverFacts): HostState["driver"] {
  const { module: version, smi, vendor } = driver
  if (vendor !== "nvidia") return { state: "none" }
  if (version === undefined) return { state: "unloaded" }
  if (smi.smi === "mismatch") return { state: "mismatch", version }
  const answers = smi.smi === "gpus" && smi.gpus.length > 0
  return { state: answers ? "ok" : "silent", version }
}

/** `bad`: doesn't serve, or nobody knows; `warn`: not as it should stay. */
function outcomeOf(state: Omit<HostState, "outcome">): HostState["outcome"] {
  const { apps, busy, deployment, drift, driver, running } = state
  const deploying = running !== undefined
  const down = apps.some((app) => !["absent", "active"].includes(app.state))
  const broken = !["none", "ok"].includes(driver.state)
  const stranded = deployment?.verdict === "stranded"
  if (!deploying && (down || broken || stranded)) return "bad"
  const undone = ["conflict", "degraded", "rolled-back"]
  const odd = undone.includes(deployment?.verdict ?? "")
  return deploying || odd || busy.length + drift.length > 0 ? "warn" : "ok"
}

function versionOf({ nixosVersion = "{}" }: HostFacts) {
  try {
    const said = JSON.parse(nixosVersion) as { nixosVersion?: unknown }
    const nixos = said.nixosVersion
    return typeof nixos === "string" ? { nixos } : {}
  } catch {
    return {}
  }
}
