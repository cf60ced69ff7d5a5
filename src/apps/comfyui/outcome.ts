import { setTimeout as wait } from "node:timers/promises"
import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import { isFailure } from "../../errors/sdops-error.ts"
import { lastLines } from "../../remote/strip.ts"
import type { AppContext } from "../app.ts"
import { gpuFailureOf } from "../gpu-failure.ts"
import { ask } from "../ask.ts"
import { executionError, history, type HistoryEntry, queue } from "./answers.ts"
import type { Attempt } from "./attempt.ts"

/** Milliseconds between two looks. */
const interval = 250

/**
 * Waits for the end of a prompt. History is asked rather than the WebSocket:
 * it survives a reconnect. A look that fails is repeated.
 * Errors: `smokeTimeout`, or `smokeBehind` when it wasn't its turn by then;
 * those of the GPU; `workerDead`; what keeps a silent server from answering;
 * `smokeFailed`, also when the app was restarted and forgot the prompt.
 */
export async function outcome(
  id: string,
  attempt: Attempt,
): Promise<HistoryEntry> {
  const { app, context, depth, unit } = attempt
  const { silence = Number.POSITIVE_INFINITY } = attempt
  const { host, stage } = context
  const seconds = context.limits.gate
  const until = performance.now() + seconds * 1000
  let last: "pending" | "running" | undefined
  let heard = performance.now()
  let worked = performance.now()
  for (;;) {
    const look = () => whereabouts(id, attempt)
    const patient = performance.now() - heard < silence * 1000
    const found = patient ? await tolerant(context, look) : await look()
    if (found !== undefined) heard = performance.now()
    if (found === "forgotten") {
      const reason = "it was restarted and forgot the job"
      const details = { app, reason, smoke: depth, unit }
      throw fail("smokeFailed", details, { host, stage })
    }
    if (found !== "idle") worked = performance.now()
    else if (performance.now() - worked > idleFor(seconds))
      throw fail("workerDead", { app, unit }, { host, stage })
    if (found === "pending" || found === "running") last = found
    else if (found === "idle") last = "pending"
    else if (found !== undefined) {
      if (found.status.completed) return found
      throw failed(found, attempt)
    }
    if (performance.now() >= until) {
      const details = { app, seconds, smoke: depth, unit }
      const kind = last === "pending" ? "smokeBehind" : "smokeTimeout"
      throw fail(kind, details, { host, stage })
    }
    await wait(interval, undefined, { signal: context.signal })
  }
}

/** Milliseconds that a worker may leave a job alone while it has no other. */
function idleFor(seconds: number): number {
  return Math.min(10, seconds / 2) * 1000
}

/** Looks at the history on both sides of the queue: it may end in between. */
async function whereabouts(
  id: string,
  { app, context, place }: Attempt,
): Promise<HistoryEntry | "forgotten" | "idle" | "pending" | "running"> {
  const path = `/history/${id}`
  const before = await ask(app, place, { path }, history, context)
  if (before[id] !== undefined) return before[id]
  const now = await ask(app, place, { path: "/queue" }, queue, context)
  if (now.queue_running.some((job) => job[1] === id)) return "running"
  if (now.queue_pending.some((job) => job[1] === id))
    return now.queue_running.length === 0 ? "idle" : "pending"
  const after = await ask(app, place, { path }, history, context)
  return after[id] ?? "forgotten"
}

/** Undefined for what throws, but for an abort and a lost SSH connection. */
async function tolerant<Found>(
  context: AppContext,
  look: () => Promise<Found>,
): Promise<Found | undefined> {
  try {
    return await look()
  } catch (error) {
    context.signal.throwIfAborted()
    if (isFailure(error, "connectionLost")) throw error
    return undefined
  }
}

function failed(entry: HistoryEntry, attempt: Attempt): SdopsError {
  const { app, context, depth, unit } = attempt
  const { host, stage } = context
  const messages = entry.status.messages
  const data = messages.find(([name]) => name === "execution_error")?.[1]
  const error = executionError.safeParse(data)
  if (!error.success) {
    const interrupted = messages.some(([name]) => name.endsWith("_interrupted"))
    const reason = interrupted ? "somebody interrupted it" : "no reason given"
    const details = { app, reason, smoke: depth, unit }
    return fail("smokeFailed", details, { host, stage })
  }
  const { exception_message, exception_type, node_type } = error.data
  const evidence = lastLines(
    `${node_type}: ${exception_type}: ${exception_message}`,
  )
  const circumstances = { evidence, host, stage }
  const known = gpuFailureOf(`${exception_type}: ${exception_message}`)
  if (known !== undefined) return fail(known, { app, unit }, circumstances)
  const reason = `${exception_type} in ${node_type}`
  const details = { app, reason, smoke: depth, unit }
  return fail("smokeFailed", details, circumstances)
}
