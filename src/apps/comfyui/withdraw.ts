import { ask } from "../ask.ts"
import { request } from "../request.ts"
import { queue } from "./answers.ts"
import type { Attempt } from "./attempt.ts"

/** Seconds; who stops sdops waits for it. */
const patience = 5

/**
 * Leaves no job of ours behind, whatever ended the attempt. Only our own is
 * interrupted: old servers interrupt whatever runs. That it can't be done
 * changes nothing.
 */
export async function withdraw(id: string, attempt: Attempt): Promise<void> {
  const { app, place } = attempt
  // What the attempt ran under may have been aborted.
  const signal = AbortSignal.timeout(patience * 1000)
  const context = { ...attempt.context, signal }
  const post = (path: string, body: unknown) =>
    request(place, { body, method: "POST", path }, context)
  try {
    await post("/queue", { delete: [id] })
    const now = await ask(app, place, { path: "/queue" }, queue, context)
    if (now.queue_running.some((job) => job[1] === id))
      await post("/interrupt", { prompt_id: id })
  } catch {
    // Nobody answers any more.
  }
}
