import type { Context } from "../../context.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import { reject } from "../../host/supervisor/signals.ts"
import type { DeployRecord } from "../../host/record/deploy-record.ts"
import type { DeployEvent } from "../event.ts"
import { failureOfRecord } from "./failure-of-record.ts"
import { traitsOf } from "../goal.ts"
import { interruptedIn } from "./interrupted.ts"
import { outcomeUnknown } from "./outcome-unknown.ts"
import type { Outcome } from "../runner.ts"
import { settle } from "./settle.ts"
import type { Verdict } from "./verdict.ts"
import { verdictOfRecord } from "./verdict-of-record.ts"

/** The verdict on a host, and what explains it. */
export type Ending = {
  readonly verdict: Verdict
  readonly error?: SdopsError | undefined
  /** The record on the host, where there is one and it was read. */
  readonly record?: DeployRecord | undefined
  /** What broke here although the host ended well. */
  readonly note?: string | undefined
}

/** The verdict of an outcome; with a supervisor, only after having looked. */
export async function endingOf(
  outcome: Outcome,
  context: Context<DeployEvent>,
): Promise<Ending> {
  const { reached } = outcome
  const record = reached.supervised?.record
  switch (outcome.how) {
    case "complete":
      return { record, verdict: traitsOf(reached.input.goal).verdict }
    case "ended":
      return {
        error: shortcomingOf(reached),
        record,
        verdict: outcome.verdict,
      }
    case "failed":
      return afterFailure(outcome, context)
  }
}

/** The failed units of a host that was committed with them. */
function shortcomingOf({
  host,
  supervised,
}: Outcome["reached"]): SdopsError | undefined {
  if (supervised?.record?.state !== "degraded") return undefined
  return failureOfRecord(supervised.record, host.name, supervised.tail)
}

async function afterFailure(
  { error, reached, unsupervised }: Outcome & { readonly how: "failed" },
  context: Context<DeployEvent>,
): Promise<Ending> {
  const { host, supervised } = reached
  if (supervised === undefined) {
    return withoutRecord(error, host.name, unsupervised)
  }
  // Where no new connection is to be had, an old one may still say no.
  const { link } = reached
  if (link !== undefined)
    void reject(link.shell, supervised.key, error.code).catch(() => {})
  const settled = await settle(host, supervised, error, context)
  switch (settled.how) {
    case "ended":
      return ended(error, settled.record, host.name)
    case "never-begun":
      return withoutRecord(error, host.name)
    case "unknown":
      return unknown(error, settled.why, supervised.key.id, host.name)
  }
}

/** The host's own last word; what broke on this side is only why. */
function ended(error: SdopsError, record: DeployRecord, host: string): Ending {
  const verdict = verdictOfRecord(record)
  if (error.kind === "interrupted") {
    return { error: interruptedIn(error, host, verdict), record, verdict }
  }
  const good = ["committed", "degraded", "repaired"].includes(verdict)
  if (good) {
    const note = error.message
    if (verdict !== "degraded") return { note, record, verdict }
    return { error: failureOfRecord(record, host), note, record, verdict }
  }
  // The supervisor's own reason explains more than what broke on this side.
  const ours = record.cause === "rejected" || record.cause === undefined
  if (!ours) {
    const shown = failureOfRecord(record, host, error.evidence)
    return { error: shown, record, verdict }
  }
  // To the supervisor, every no before activation is a failure; ours may be
  // a refusal, such as that of an app that stays busy.
  const no = verdict === "failed" && error.exit === "refused"
  return { error, record, verdict: no ? "refused" : verdict }
}

function unknown(
  error: SdopsError,
  why: SdopsError,
  id: string,
  host: string,
): Ending {
  const verdict = "stranded"
  if (error.kind === "interrupted") {
    return { error: interruptedIn(error, host, verdict), verdict }
  }
  return { error: outcomeUnknown(error, id, host, why), verdict }
}

/** Where no supervisor has begun, the error itself says it. */
function withoutRecord(
  error: SdopsError,
  host: string,
  unsupervised?: true,
): Ending {
  const verdict = unsupervised ? "stranded" : verdictOf(error)
  if (error.kind !== "interrupted") return { error, verdict }
  return { error: interruptedIn(error, host, verdict), verdict }
}

function verdictOf(error: SdopsError): Verdict {
  switch (error.exit) {
    case "interrupted":
      return "interrupted"
    case "refused":
      return "refused"
    case "stranded":
      return "stranded"
    default:
      return "failed"
  }
}
