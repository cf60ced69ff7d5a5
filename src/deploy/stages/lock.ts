import { randomUUID } from "node:crypto"
import { SdopsError } from "../../errors/sdops-error.ts"
import { declaredGpus } from "../../gpu/declared-gpus.ts"
import { driverUnits } from "../../gpu/predict-reload.ts"
import { drainLimit } from "../plan/drain-limit.ts"
import type { DeployOrder } from "../../host/supervisor/deploy-order.ts"
import { startSupervisor } from "../../host/supervisor/start.ts"
import { appUnitsOf } from "../plan/app-units.ts"
import type { Deployment, Supervised } from "../deployment.ts"
import { type Goal, traitsOf } from "../goal.ts"
import { recordId } from "../record-id.ts"
import type { Stage, StageContext } from "../stage.ts"
import { whoDeploys } from "../who-deploys.ts"

type Needs =
  | "candidate"
  | "driver"
  | "evaluation"
  | "facts"
  | "host"
  | "input"
  | "link"

/**
 * Takes the deploy lock and starts the supervisor: from here on the record on
 * the host owns what happens. Errors: `hostLocked`, `hostBusy`, `hostChanged`.
 */
export const lock: Stage<Needs, "supervised"> = {
  name: "lock",
  title: "Lock the host",
  async run(given, context) {
    const order = orderOf(given, context)
    const { id, nonce } = order
    const supervised: Supervised = {
      key: { id, nonce },
      place: { id, offset: 0, seq: 0 },
      record: undefined,
      stream: undefined,
      tail: [],
    }
    try {
      supervised.record = await startSupervisor(given.link.shell, order)
    } catch (error) {
      // Without an answer, it may have begun: whoever ends this has to ask.
      if (!saidNo(error)) context.keep({ supervised })
      throw error
    }
    return { adds: { supervised }, text: id }
  },
}

/** Whether the host itself has answered that it did not begin. */
function saidNo(error: unknown): boolean {
  const answers = [
    "deployOver",
    "diskFull",
    "hostBusy",
    "hostChanged",
    "hostLocked",
    "noStart",
    "notOnHost",
  ]
  return error instanceof SdopsError && answers.includes(error.kind)
}

function orderOf(
  given: Pick<Deployment, Needs>,
  { limits }: StageContext,
): DeployOrder {
  const { candidate, driver, evaluation, facts, host, input } = given
  const { activation, contact, gate, ready } = limits
  const idle = drainLimit(host.policy.appRestart, limits)
  return {
    appRestart: host.policy.appRestart,
    apps: evaluation.host.apps.map((app) => app.unit),
    bootUnproven: input.bootUnproven === true,
    candidate: candidate.toplevel,
    expected: {
      bootDefault: facts.bootDefault,
      bootId: facts.bootId,
      booted: facts.booted,
      current: facts.current,
      driver: facts.nvidiaModule,
      generation: facts.generation,
      profile: facts.profile,
    },
    goal: candidate.boots ? "reboot" : orderedGoal(input.goal),
    gpu: {
      count: declaredGpus(host.gpu),
      driver: evaluation.host.driver.version ?? "",
      ...(driver.do === "reload" && {
        reload: { from: driver.from, hold: heldUnits(given) },
      }),
      uuids: [...(host.gpu.uuids ?? [])],
      vendor: evaluation.host.gpu.vendor,
    },
    id: input.id ?? recordId(),
    limits: {
      activation,
      // The host's own deadlines come before it.
      bootDeadline: Math.min(3600, ready + gate + 2 * contact + limits.lock),
      contact,
      driver: limits.driver,
      // Later than the control machine's own, which knows what took so long.
      gate: gate + contact,
      go: idle + contact,
      heartbeatExpiry: limits.heartbeatExpiry,
      idle,
      lock: limits.lock,
      ready,
    },
    login: host.user,
    noCheck: candidate.noCheck,
    nonce: randomUUID(),
    oldApps: facts.apps
      .filter((app) => app.ActiveState === "active")
      .map((app) => app.unit),
    quietHours: host.policy.quietHours,
    reason: `${input.goal === "repair" ? "repair" : "deploy"} ${host.name}`,
    stateFiles: evaluation.host.apps.flatMap(({ unit, ...app }) =>
      (app.stateFiles ?? []).map((path) => ({ path, unit })),
    ),
    toleratedUnits: [...host.policy.toleratedUnits],
    touched: [...candidate.touched],
    // What isn't activated stops no app.
    waitForGo: traitsOf(input.goal).activates && candidate.touched.length > 0,
    who: whoDeploys(),
  }
}

/** What the supervisor is told; goals without one never come here. */
function orderedGoal(goal: Goal): DeployOrder["goal"] {
  switch (goal) {
    case "boot":
    case "repair":
    case "stage":
    case "test":
      return goal
    default:
      return "switch"
  }
}

/** Units that may hold the driver, those that run now among them. */
function heldUnits({
  evaluation,
  facts,
}: Pick<Deployment, "evaluation" | "facts">): string[] {
  return [...appUnitsOf(facts, evaluation), ...driverUnits]
}
