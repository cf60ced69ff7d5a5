import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import { type DeployRecord, isFinal } from "../host/record/deploy-record.ts"
import { follow } from "../host/supervisor/follow.ts"
import {
  closeStale,
  type KnownRecord,
  lostIn,
  pathOf,
  type Records,
} from "../host/record/records.ts"
import {
  type Running,
  runningIn,
  sayRunning,
  waitsForProof,
} from "../host/record/running.ts"
import { placedOn } from "../inventory/on-host.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { asFailure } from "../inventory/as-failure.ts"
import type { DeployEvent } from "./event.ts"
import { failureOf } from "../errors/failure-of.ts"
import { failureOfRecord } from "./outcome/failure-of-record.ts"
import { notesOfRecord } from "./outcome/notes-of-record.ts"
import { onwards } from "./outcome/onwards.ts"
import { type Link, openLink } from "../host/open-link.ts"
import { outcomeUnknown } from "./outcome/outcome-unknown.ts"
import type { HostResult } from "./outcome/result.ts"
import { emitter } from "./runner.ts"
import { verdictOfRecord } from "./outcome/verdict-of-record.ts"
import type { Verdict } from "./outcome/verdict.ts"

/**
 * Tells the truth about the newest deployment on a host: closes what nobody
 * owns, follows what still runs to its end. Starts nothing. Errors: none of
 * the host's.
 */
export async function resume(
  _fleet: Fleet,
  host: Host,
  context: Context<DeployEvent>,
): Promise<HostResult> {
  const started = performance.now()
  const found = await look(host, context)
  const seconds = (performance.now() - started) / 1000
  const { verdict } = found
  emitter(context, host.name)({ event: "verdict", seconds, verdict })
  return {
    notes: [],
    stages: [],
    ...found,
    host: host.name,
    seconds,
  }
}

type Found = Pick<HostResult, "candidate" | "console" | "error" | "record"> & {
  readonly notes?: string[]
  readonly verdict: Verdict
}

async function look(host: Host, context: Context<DeployEvent>): Promise<Found> {
  let running: Running | undefined
  try {
    const link = await openLink(host, context)
    await using _ = link.connection
    const records = await closeStale(link.shell)
    running = runningIn(records)
    if (running !== undefined) sayThatItRuns(running, records, host, context)
    return await newestOf(records, running, link, host, context)
  } catch (thrown) {
    const error = asFailure(thrown, host, "connect", context.signal)
    return foundNothing(error, running, host.name)
  }
}

/** What became of the deployment that was begun last. */
async function newestOf(
  records: Records,
  running: Running | undefined,
  link: Link,
  host: Host,
  context: Context<DeployEvent>,
): Promise<Found> {
  const [newest] = records.records
  const number = newest?.record.number ?? 0
  const aside = records.aside.filter((one) => one.number >= number)
  const notes = aside.map(
    (one) => `${one.name} can't be read; it was set aside as ${pathOf(one)}`,
  )
  const followed = running?.id ?? newest?.record.id
  const lost = lostIn(records)
  if (running === undefined && lost !== undefined) {
    const error = fail(
      "hostRecord",
      { host: host.name, id: lost.name },
      { host: host.name },
    )
    const told = { error: failureOf(error), notes, record: lost.name }
    return { ...told, verdict: "stranded" }
  }
  if (followed === undefined) {
    throw fail("noRecord", { host: host.name }, { because: notes })
  }
  const known = records.records.find(({ record }) => record.id === followed)
  const record =
    known !== undefined && isFinal(known.record.state)
      ? known.record
      : await lastWord(followed, link, host, context)
  return { ...foundBy(record, known, host), notes }
}

function sayThatItRuns(
  running: Running,
  { records }: Records,
  host: Host,
  context: Context<DeployEvent>,
): void {
  const waits = records.some(
    ({ record }) => record.id === running.id && waitsForProof(record),
  )
  const cure = waits
    ? `; to prove and commit it: sdops confirm ${host.name}`
    : ""
  const text = `${host.name} is being deployed (${sayRunning(running)})${cure}`
  const stage = "activate"
  emitter(context, host.name)({ event: "progress", stage, text })
}

/** A deployment that was seen to run may end in any way; none has no end. */
function foundNothing(
  error: SdopsError,
  running: Running | undefined,
  host: string,
): Found {
  if (running === undefined) {
    const verdict = error.exit === "interrupted" ? "interrupted" : "failed"
    return { error: failureOf(error), verdict }
  }
  if (error.exit === "interrupted") {
    const state =
      `${host} is still being deployed (${sayRunning(running)}), ` +
      "and goes on by itself"
    const still = fail("interrupted", { host, state }, { host })
    const { id: record } = running
    return { error: failureOf(still), record, verdict: "interrupted" }
  }
  const unknown = failureOf(outcomeUnknown(error, running.id, host))
  const { id: record } = running
  return { error: onwards(unknown, "stranded"), record, verdict: "stranded" }
}

function foundBy(
  record: DeployRecord,
  known: KnownRecord | undefined,
  host: Host,
): Found {
  const verdict = verdictOfRecord(record)
  const good = ["committed", "repaired", "staged", "tested"].includes(verdict)
  const tail = known?.tail ?? ""
  const evidence = tail.split("\n").filter((line) => line !== "")
  const failure = failureOfRecord(record, host.name, evidence)
  const console = record.consoleCommand
  return {
    candidate: record.candidate,
    ...(console !== "" && { console: [console] }),
    ...(!good && {
      error: onwards(failureOf(placedOn(failure, host)), verdict),
    }),
    notes: [...notesOfRecord(record)],
    record: record.id,
    verdict,
  }
}

async function lastWord(
  id: string,
  link: Link,
  host: Host,
  context: Context<DeployEvent>,
): Promise<DeployRecord> {
  const emit = emitter(context, host.name)
  let last: DeployRecord | undefined
  const place = { id, offset: 0, seq: 0 }
  for await (const followed of follow(link.shell, place)) {
    last = followed.record
    for (const line of followed.output.split("\n")) {
      if (line) emit({ event: "output", line, stage: "activate" })
    }
  }
  if (last !== undefined) return last
  throw fail("hostRecord", { host: host.name, id }, { host: host.name })
}
