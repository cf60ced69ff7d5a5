import { randomUUID } from "node:crypto"
import { userInfo } from "node:os"
import { SdopsError } from "../../errors/sdops-error.ts"
import type { DeployOrder } from "../../host/deploy-order.ts"
import { startSupervisor } from "../../host/start.ts"
import type { Deployment, Supervised } from "../deployment.ts"
import { recordId } from "../record-id.ts"
import type { Stage, StageContext } from "../stage.ts"

type Needs = "candidate" | "evaluation" | "facts" | "host" | "input" | "link"

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
  const answers = ["hostBusy", "hostChanged", "hostLocked", "notOnHost"]
  return error instanceof SdopsError && answers.includes(error.kind)
}

function orderOf(
  given: Pick<Deployment, Needs>,
  { limits }: StageContext,
): DeployOrder {
  const { candidate, evaluation, facts, host, input } = given
  const { goal } = input
  const { activation, contact, gate, ready } = limits
  return {
    apps: evaluation.host.apps.map((app) => app.unit),
    candidate: candidate.toplevel,
    expected: {
      "boot-default": facts["boot-default"],
      "boot-id": facts["boot-id"],
      booted: facts.booted,
      current: facts.current,
      driver: facts["nvidia.module"],
      generation: facts.generation,
      profile: facts.profile,
    },
    goal: goal === "boot" || goal === "test" ? goal : "switch",
    gpu: {
      driver: evaluation.host.driver.version ?? "",
      vendor: evaluation.host.gpu.vendor,
    },
    id: input.id ?? recordId(),
    limits: {
      activation,
      contact,
      gate,
      go: limits.queue + contact,
      "heartbeat-expiry": limits["heartbeat-expiry"],
      lock: limits.lock,
      ready,
    },
    nonce: randomUUID(),
    "old-apps": facts.apps
      .filter((app) => app.ActiveState === "active")
      .map((app) => app.unit),
    reason: `deploy ${host.name}`,
    "state-files": evaluation.host.apps.flatMap(
      (app) => app["state-files"] ?? [],
    ),
    "tolerated-units": [...host.policy["tolerated-units"]],
    "wait-for-go": candidate.touched.length > 0,
    who: userInfo().username,
  }
}
