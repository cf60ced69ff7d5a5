import {
  type DeployRecord,
  isFinal,
  parseRecord,
} from "../record/deploy-record.ts"
import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import { scriptFailed } from "../facts.ts"
import followScript from "./follow.sh"
import type { HostShell, ShellTask } from "../shell.ts"
import { closeStale } from "../record/records.ts"
import { deployIdSchema } from "../store-path.ts"

/** Where a follower stands; given to `follow` to go on after a lost link. */
export type FollowPlace = {
  readonly id: string
  /** Bytes of the log that were read; 0 at first. */
  readonly offset: number
  /** The last `seq` that was seen; 0 at first. */
  readonly seq: number
}

export type Followed = {
  readonly record: DeployRecord
  /** Whole lines that the log has got since; may be empty. */
  readonly output: string
  readonly place: FollowPlace
}

/**
 * Yields whenever the record or the log has changed, and ends after the final
 * record and the whole log. What a record tells of is in the log that came
 * before it. A record that nobody is left to end, such as one of another boot,
 * is closed on the way. Stopping early is harmless. Errors: `hostRecord`,
 * `hostScript`; those of the connection: `connectionLost` says nothing about
 * the deployment: connect again and go on from the last `place`.
 */
export async function* follow(
  shell: HostShell,
  from: FollowPlace,
  signal?: AbortSignal,
): AsyncGenerator<Followed, void, void> {
  const id = deployIdSchema.parse(from.id)
  let { offset, seq } = from
  let read = Buffer.alloc(0)
  let last: Told | undefined
  let record: DeployRecord | undefined
  let closed = false
  for (let cut = false; ; cut = true) {
    const script = { id, offset: String(offset + read.length) }
    for await (const event of eventsOf(shell, script, signal)) {
      if ("record" in event) last = event
      else read = Buffer.concat([read, event.bytes])
      const caughtUp = last !== undefined && last.size <= offset + read.length
      if (caughtUp) ({ record } = last as Told)
      if (record === undefined) continue
      const lines =
        caughtUp && isFinal(record.state) ? read.length : ended(read)
      if (record.seq === seq && lines === 0) continue
      yield step(record, lines)
    }
    if (last?.alive === false && !isFinal(last.record.state)) {
      if (closed) throw unended(id, shell.host)
      await closeStale(shell)
      closed = true
    }
    if (record !== undefined && isFinal(record.state)) return
    if (last === undefined || !isFinal(last.record.state)) continue
    // The rest of the log was asked for once more, and isn't there.
    if (cut) return yield step(last.record, read.length)
  }

  function step(record: DeployRecord, count: number): Followed {
    const output = read.toString("utf8", 0, count)
    read = read.subarray(count)
    offset += count
    seq = record.seq
    return { output, place: { id, offset, seq }, record }
  }
}

/** How many of the bytes are whole lines, or a line without end. */
function ended(bytes: Buffer): number {
  const lines = bytes.lastIndexOf("\n") + 1
  return lines === 0 && bytes.length > longestLine ? bytes.length : lines
}

const longestLine = 65_536

/** Seconds between two signs of life of the script. */
const beat = 10

type Told = {
  /** Whether somebody is left who would write another. */
  readonly alive: boolean
  readonly record: DeployRecord
  /** How long the log was by then, in bytes. */
  readonly size: number
}
type Event = Told | { readonly bytes: Buffer }

/** What the script says, as it says it. */
function eventsOf(
  shell: HostShell,
  variables: { readonly id: string; readonly offset: string },
  signal: AbortSignal | undefined,
): ReadableStream<Event> {
  const stop = new AbortController()
  return new ReadableStream<Event>({
    cancel: () => stop.abort(),
    start(events) {
      const tell = (event: Event) => {
        if (!stop.signal.aborted) events.enqueue(event)
      }
      const give = (error: unknown) => {
        if (!stop.signal.aborted) events.error(error)
        stop.abort()
      }
      const task: ShellTask = {
        beside: true,
        deadline: beat + shell.limits.probe,
        during: "following the deployment",
        lively: true,
        onBytes: (bytes) => tell({ bytes }),
        onLine(line, stream) {
          const told = stream === "stderr" ? toldIn(line) : undefined
          if (told === undefined) return
          const { alive, size, text } = told
          const record = parseRecord(text)
          if (record !== undefined) tell({ alive, record, size })
          // While its supervisor lives, it writes another with its next step.
          else if (!alive) give(unreadable(text, variables.id, shell.host))
        },
        script: followScript,
        signal: AbortSignal.any(
          [stop.signal, signal].filter((one) => one !== undefined),
        ),
        variables,
      }
      shell.run(task).then((ran) => {
        if (ran.exit !== 0) return give(scriptFailed(shell.host, task, ran))
        if (!stop.signal.aborted) events.close()
      }, give)
    },
  })
}

/** A line that says what the record is; undefined for any other. */
function toldIn(line: string) {
  const pattern = /^sdops-record ([01]) (\d{1,15}) ([A-Za-z0-9+/=]*)$/
  const [, alive, size, base64 = ""] = pattern.exec(line) ?? []
  if (alive === undefined) return undefined
  const text = Buffer.from(base64, "base64").toString()
  return { alive: alive === "1", size: Number(size), text }
}

function unended(id: string, host: string): SdopsError {
  const because = ["nobody is left who would end it"]
  return fail("hostRecord", { host, id }, { because, host })
}

function unreadable(text: string, id: string, host: string): SdopsError {
  const evidence = text.split("\n").slice(0, 20)
  return fail("hostRecord", { host, id }, { evidence, host })
}
