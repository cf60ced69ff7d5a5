import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import type { DeployRecord } from "../host/deploy-record.ts"
import type { DeployEvent } from "./event.ts"
import { failureOfRecord } from "./failure-of-record.ts"
import { traitsOf } from "./goal.ts"
import type { Outcome } from "./runner.ts"
import { settle } from "./settle.ts"
import type { Verdict } from "./verdict.ts"
import { verdictOfRecord } from "./verdict-of-record.ts"

/** The verdict on a host, and what explains it. */
export type Ending = {
  readonly verdict: Verdict
  readonly error?: SdopsError | undefined
  /** The record on the host, where there is one and it was read. */
  readonly record?: DeployRecord | undefined
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
      return { record, verdict: outcome.verdict }
    case "failed":
      return afterFailure(outcome.error, outcome, context)
  }
}

async function afterFailure(
  error: SdopsError,
  { reached }: Outcome,
  context: Context<DeployEvent>,
): Promise<Ending> {
  const { host, supervised } = reached
  if (supervised === undefined) return { error, verdict: verdictOf(error) }
  const settled = await settle(host, supervised, error, context)
  if (!settled.known) {
    const unknown = fail(
      "outcomeUnknown",
      { host: host.name, id: supervised.key.id },
      {
        because: [error.message, ...error.because],
        cause: error,
        evidence: error.evidence,
        host: host.name,
        stage: error.stage,
      },
    )
    return { error: unknown, verdict: "stranded" }
  }
  const { record } = settled
  const verdict = verdictOfRecord(record)
  // The supervisor's own reason explains more than what broke on this side.
  const ours = record.cause === "rejected" || record.cause === undefined
  const shown = ours
    ? error
    : failureOfRecord(record, host.name, error.evidence)
  const good = verdict === "committed" || verdict === "degraded"
  return good ? { record, verdict } : { error: shown, record, verdict }
}

/** Before a supervisor existed, the error itself says it. */
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
