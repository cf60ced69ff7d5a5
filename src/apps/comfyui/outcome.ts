import { setTimeout as wait } from "node:timers/promises"
import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import { isFailure } from "../../errors/sdops-error.ts"
import { lastLines } from "../../remote/strip.ts"
import { ask } from "../ask.ts"
import { request } from "../request.ts"
import { executionError, history, type HistoryEntry } from "./answers.ts"
import type { Attempt } from "./attempt.ts"

/** Milliseconds between two looks. */
const interval = 250

/**
 * Waits for the end of a prompt. History is asked rather than the WebSocket:
 * it survives a reconnect. A look that fails is repeated.
 * Errors: `smokeTimeout`, after taking the prompt out again; those of the GPU;
 * `smokeFailed`.
 */
export async function outcome(
  id: string,
  attempt: Attempt,
): Promise<HistoryEntry> {
  const { app, context, depth, place, unit } = attempt
  const seconds = context.limits.gate
  const until = performance.now() + seconds * 1000
  const path = `/history/${id}`
  for (;;) {
    const found = await ask(app, place, { path }, history, context).catch(
      (error: unknown) => {
        context.signal.throwIfAborted()
        if (isFailure(error, "connectionLost")) throw error
        return {} as Record<string, HistoryEntry>
      },
    )
    const entry = found[id]
    if (entry?.status.completed) return entry
    if (entry !== undefined) throw failed(entry, attempt)
    if (performance.now() >= until) {
      await withdraw(id, attempt)
      const { host, stage } = context
      throw fail(
        "smokeTimeout",
        { app, seconds, smoke: depth, unit },
        { host, stage },
      )
    }
    await wait(interval, undefined, { signal: context.signal })
  }
}

/** Leaves no job of ours behind; that it can't be done changes nothing. */
async function withdraw(id: string, { context, place }: Attempt) {
  const calls = [
    { body: { delete: [id] }, path: "/queue" },
    { body: { prompt_id: id }, path: "/interrupt" },
  ]
  for (const call of calls) {
    await request(place, { ...call, method: "POST" }, context).catch(() => {})
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
  if (/no kernel image is available/i.test(exception_message)) {
    return fail("noKernelImage", { app, unit }, circumstances)
  }
  if (
    /OutOfMemory/.test(exception_type) ||
    /out of memory/i.test(exception_message)
  ) {
    return fail("outOfMemory", { app, unit }, circumstances)
  }
  const reason = `${exception_type} in ${node_type}`
  const details = { app, reason, smoke: depth, unit }
  return fail("smokeFailed", details, circumstances)
}
