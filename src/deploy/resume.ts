import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import { type DeployRecord, isFinal } from "../host/deploy-record.ts"
import { follow } from "../host/follow.ts"
import { closeStale, type KnownRecord } from "../host/records.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { asFailure } from "./as-failure.ts"
import type { DeployEvent } from "./event.ts"
import { failureOf } from "./failure-result.ts"
import { failureOfRecord } from "./failure-of-record.ts"
import { type Link } from "./deployment.ts"
import { openLink } from "./open-link.ts"
import { outcomeUnknown } from "./outcome-unknown.ts"
import type { DeployResult, HostResult } from "./result.ts"
import { emitter } from "./runner.ts"
import { verdictOfRecord } from "./verdict-of-record.ts"
import { exitCodeOf, type Verdict } from "./verdict.ts"

/**
 * Tells the truth about the newest deployment on a host: closes what nobody
 * owns, follows what still runs to its end. Starts nothing. Errors: none of
 * the host's.
 */
export async function resume(
  _fleet: Fleet,
  host: Host,
  context: Context<DeployEvent>,
): Promise<DeployResult> {
  const started = performance.now()
  const found = await look(host, context)
  const seconds = (performance.now() - started) / 1000
  const { verdict } = found
  emitter(context, host.name)({ event: "verdict", seconds, verdict })
  const result: HostResult = {
    notes: [],
    stages: [],
    ...found,
    host: host.name,
    seconds,
  }
  return { "exit-code": exitCodeOf(verdict), hosts: [result] }
}

type Found = Pick<HostResult, "candidate" | "console" | "error" | "record"> & {
  readonly verdict: Verdict
}

async function look(host: Host, context: Context<DeployEvent>): Promise<Found> {
  let running: string | undefined
  try {
    const link = await openLink(host, context)
    await using _ = link.connection
    const [newest] = (await closeStale(link.shell)).records
    if (newest === undefined) throw fail("noRecord", { host: host.name })
    running = newest.record.id
    const record = await lastWord(newest, link, host, context)
    return foundBy(record, newest, host)
  } catch (thrown) {
    const error = asFailure(thrown, host, "connect", context.signal)
    return foundNothing(error, running, host.name)
  }
}

/** A deployment that was seen to run may end in any way; none has no end. */
function foundNothing(
  error: SdopsError,
  running: string | undefined,
  host: string,
): Found {
  if (error.exit === "interrupted") {
    return { error: failureOf(error), verdict: "interrupted" }
  }
  if (running === undefined) {
    return { error: failureOf(error), verdict: "failed" }
  }
  const unknown = outcomeUnknown(error, running, host)
  return { error: failureOf(unknown), record: running, verdict: "stranded" }
}

function foundBy(
  record: DeployRecord,
  { tail }: KnownRecord,
  host: Host,
): Found {
  const verdict = verdictOfRecord(record)
  const good = ["committed", "repaired", "staged", "tested"].includes(verdict)
  const evidence = tail.split("\n").filter((line) => line !== "")
  const error = failureOf(failureOfRecord(record, host.name, evidence), host)
  const console = record["console-command"]
  return {
    candidate: record.candidate,
    ...(console !== "" && { console: [console] }),
    ...(!good && { error }),
    record: record.id,
    verdict,
  }
}

async function lastWord(
  { alive, record }: KnownRecord,
  link: Link,
  host: Host,
  context: Context<DeployEvent>,
): Promise<DeployRecord> {
  if (isFinal(record.state) || !alive) return record
  const emit = emitter(context, host.name)
  let last = record
  const place = { id: record.id, offset: 0, seq: 0 }
  for await (const followed of follow(link.shell, place)) {
    last = followed.record
    for (const line of followed.output.split("\n")) {
      if (line) emit({ event: "output", line, stage: "activate" })
    }
  }
  return last
}
