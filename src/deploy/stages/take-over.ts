import { fail } from "../../errors/fail.ts"
import { type HostFacts, probe } from "../../host/probe/probe.ts"
import type { DeployRecord } from "../../host/record/deploy-record.ts"
import { closeStale, type Records } from "../../host/record/records.ts"
import {
  runningIn,
  sayRunning,
  waitsForProof,
} from "../../host/record/running.ts"
import type { Host } from "../../inventory/host.ts"
import type { Supervised } from "../deployment.ts"
import { followThrough } from "../gate/follow-through.ts"
import { throughBoot } from "../boot/through-boot.ts"
import { openFresh } from "../gate/open-fresh.ts"
import { appUnits } from "../plan/app-units.ts"
import type { Evaluation } from "../plan/evaluation.ts"
import type { Stage } from "../stage.ts"

/**
 * A deployment that somebody else has begun: all that is known of it is its
 * record on the host. Waits until it waits for the proof. Errors:
 * `nothingToConfirm`, `hostRecord`; what the record says when it turns back.
 */
export const takeOver: Stage<
  "host" | "link",
  "candidate" | "evaluation" | "facts" | "fresh" | "link" | "supervised"
> = {
  name: "activate",
  title: "Find the deployment",
  async run({ host, link: first }, context) {
    const records = await closeStale(first.shell)
    const running = runningIn(records)
    if (running === undefined) {
      throw fail("nothingToConfirm", { host: host.name })
    }
    context.say(sayRunning(running))
    const supervised = supervisedIn(records, running.id, host.name)
    context.keep({ supervised })
    const link =
      running.stage === "boot"
        ? await throughBoot({ host, link: first, supervised }, context)
        : first
    const given = { host, link, supervised }
    const { link: last, record } = await followThrough(given, context, (now) =>
      waitsForProof(now) ? "reached" : "wait",
    )
    const fresh = openFresh(host, context)
    const facts = await probe(last.shell, { units: appUnits(host) })
    const candidate = {
      boots: record.goal === "reboot",
      noCheck: false,
      toplevel: record.candidate,
      touched: record.restarted,
    }
    const evaluation = evaluationOf(facts, record, host)
    const adds = { candidate, evaluation, facts, fresh, link: last, supervised }
    return { adds, text: sayRunning(running) }
  },
}

function supervisedIn(
  { records }: Records,
  id: string,
  host: string,
): Supervised {
  const known = records.find(({ record }) => record.id === id)
  if (known === undefined) throw fail("hostRecord", { host, id }, { host })
  return {
    key: { id, nonce: known.record.nonce },
    place: { id, offset: 0, seq: 0 },
    record: undefined,
    stream: undefined,
    tail: [],
  }
}

/** What the candidate, which runs, says of itself. */
function evaluationOf(
  { hostFile }: HostFacts,
  { candidate }: DeployRecord,
  host: Host,
): Evaluation {
  const { gpu, name } = host
  const known = hostFile ?? { apps: [], driver: { version: null }, gpu, name }
  return { host: known, system: "", toplevel: candidate }
}
