import { fail } from "../../errors/fail.ts"
import { assignments } from "../../remote/script.ts"
import { deployOrderSchema, orderVariables } from "./deploy-order.ts"
import type { DeployOrder } from "./deploy-order.ts"
import type { DeployRecord } from "../record/deploy-record.ts"
import { ask } from "../facts.ts"
import type { Facts } from "../facts.ts"
import { recordIn } from "../record/record-fact.ts"
import { recordsIn } from "../record/records.ts"
import restoreScript from "../apps/restore.sh"
import { runningIn } from "../record/running.ts"
import deadManScript from "./deadman.sh"
import startScript from "./start.sh"
import supervisorScript from "./supervise.sh"
import type { HostShell } from "../shell.ts"
import runSwitch from "../switch/run-switch.sh"

/**
 * Takes the deploy lock and starts the supervisor and its dead-man, which from
 * then on own what happens. Returns the first record.
 * Errors: `hostLocked`, `hostBusy`, `hostChanged`, `notOnHost`, `diskFull`,
 * `noStart`, `deployOver`; those of `ask`.
 */
export async function startSupervisor(
  shell: HostShell,
  order: DeployOrder,
): Promise<DeployRecord> {
  const variables = orderVariables(deployOrderSchema.parse(order))
  const settings = assignments(variables)
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "the start of the supervisor",
    script: startScript,
    variables: {
      ...variables,
      deadman_text: settings + deadManScript,
      restore_text: settings + restoreScript,
      switch_text: runSwitch,
      supervise_text: settings + supervisorScript,
    },
  })
  throwRefusal(shell.host, order.id, facts)
  return recordIn(shell, facts)
}

function throwRefusal(host: string, id: string, facts: Facts): void {
  const stage = "lock"
  const refused = facts.get("refused")
  switch (refused) {
    case undefined:
      return
    case "lock-held":
      throw fail(
        "hostLocked",
        { ...(runningIn(recordsIn(facts)) ?? nobodyKnown), host },
        { host, stage },
      )
    case "busy":
      throw fail(
        "hostBusy",
        { units: (facts.get("units") ?? "").split(" ") },
        { host, stage },
      )
    case "changed":
      throw fail(
        "hostChanged",
        { host, what: (facts.get("changed") ?? "").split(" ") },
        { because: changes(facts), host, stage },
      )
    case "no-start":
      throw notStarted(facts, { host, stage })
    case "over": {
      const state = "it was cancelled before it began"
      throw fail("deployOver", { host, id, state }, { host, stage })
    }
    default:
      throw fail(
        "notOnHost",
        { what: facts.get("missing") ?? refused },
        { host, stage },
      )
  }
}

/** A lock that can't be taken away and says nothing. */
const nobodyKnown = {
  id: "/nix/var/sdops/lock",
  reason: "",
  since: "an unknown time",
  stage: "unknown",
  who: "somebody",
}

/** Nothing of it is left; mostly it's a disk. */
function notStarted(facts: Facts, at: { host: string; stage: string }) {
  const [full] = (facts.get("full") ?? "").split("\n")
  const [place = "", free = ""] = (full ?? "").split(" ")
  if (place === "") return fail("noStart", { host: at.host }, at)
  const because = [`${place} has ${free} bytes free`]
  const where = `${at.host} (${place})`
  return fail("diskFull", { machine: undefined, where }, { ...at, because })
}

/** A line for each thing that isn't as the plan had it. */
function changes(facts: Facts): readonly string[] {
  return (facts.get("changed") ?? "").split(" ").map((key) => {
    const now = facts.get(`now.${key}`) || "nothing"
    return `${key} is now ${now}`
  })
}
