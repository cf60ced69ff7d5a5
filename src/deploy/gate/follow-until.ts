import { fail } from "../../errors/fail.ts"
import { type DeployRecord, isFinal } from "../../host/record/deploy-record.ts"
import { isFailure } from "../../errors/sdops-error.ts"
import { type Followed, follow } from "../../host/supervisor/follow.ts"
import type { HostShell } from "../../host/shell.ts"
import type { Supervised } from "../deployment.ts"
import { failureOfRecord } from "../outcome/failure-of-record.ts"

/** Lines of the log that a failure shows. */
const most = 20

/** What a record means to a stage that waits. */
export type Look = "reached" | "wait"

/** Whoever is told of the log. */
type Listener = { readonly output: (line: string) => void }

/**
 * Follows a supervisor, passing its log on, until `look` is satisfied. Goes on
 * with the stream that is open, else opens one over `shell`. Errors: what the
 * record says when it ends or turns back before; those of `follow`.
 */
export async function followUntil(
  supervised: Supervised,
  shell: HostShell,
  context: Listener,
  look: (record: DeployRecord) => Look,
): Promise<DeployRecord> {
  for (;;) {
    const { record } = supervised
    if (record !== undefined && look(record) === "reached") return record
    refuseEnd(supervised, shell)
    take(supervised, shell, context, await nextOf<never>(supervised, shell))
  }
}

/**
 * Follows a supervisor, passing its log on, until there has been `enough`.
 * Errors: as of `followUntil`.
 */
export async function followWhile(
  supervised: Supervised,
  shell: HostShell,
  context: Listener,
  enough: Promise<"enough">,
): Promise<void> {
  for (;;) {
    refuseEnd(supervised, shell)
    const next = await nextOf(supervised, shell, enough)
    if (next === "enough") return
    take(supervised, shell, context, next)
  }
}

/** Errors: what the record says where the host ended or turned back. */
function refuseEnd({ record, tail }: Supervised, { host }: HostShell): void {
  if (record === undefined) return
  const over = isFinal(record.state) || record.state === "rolling-back"
  if (over) throw failureOfRecord(record, host, tail)
}

function take(
  supervised: Supervised,
  { host }: HostShell,
  context: Listener,
  next: Followed | undefined,
): void {
  if (next === undefined) {
    throw fail("hostRecord", { host, id: supervised.key.id }, { host })
  }
  supervised.place = next.place
  supervised.record = next.record
  const lines = next.output.split("\n").filter((line) => line !== "")
  supervised.tail = [...supervised.tail, ...lines].slice(-most)
  for (const line of lines) context.output(line)
}

/**
 * The next change; undefined after the last. A stream that broke is given up;
 * where it ran over another connection than `shell`'s, it goes on over this
 * one. Whoever has had enough leaves what comes next to those who follow.
 */
async function nextOf<Enough extends "enough" = never>(
  supervised: Supervised,
  shell: HostShell,
  enough?: Promise<Enough>,
): Promise<Followed | Enough | undefined> {
  for (;;) {
    const stream = (supervised.stream ??= {
      events: follow(shell, supervised.place),
      next: undefined,
      shell,
    })
    stream.next ??= stream.events.next()
    // Whoever asks for it next is told.
    stream.next.catch(() => {})
    const either = enough === undefined ? [stream.next] : [stream.next, enough]
    try {
      const next = await Promise.race(either)
      if (typeof next === "string") return next
      stream.next = undefined
      return next.value ?? undefined
    } catch (thrown) {
      supervised.stream = undefined
      const broke = isFailure(thrown, "connectionLost")
      if (!broke || stream.shell === shell) throw thrown
    }
  }
}
