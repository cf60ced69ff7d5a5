import { setTimeout as wait } from "node:timers/promises"
import type { z } from "zod"
import type { queue } from "../apps/comfyui/answers.ts"

/** Milliseconds; between two jobs ComfyUI cleans up for less. */
const between = 2000

/**
 * How many jobs wait in ComfyUI while none is done; 0 where it is at work, has
 * nothing to do, or doesn't tell. Looks again before it says so. ComfyUI's
 * worker is one thread: once that has died, the API goes on taking jobs.
 */
export async function stuckJobs(
  look: () => Promise<z.infer<typeof queue>>,
  signal: AbortSignal,
): Promise<number> {
  const idle = async () => {
    const { queue_pending: pending, queue_running: running } = await look()
    return running.length > 0 ? 0 : pending.length
  }
  try {
    if ((await idle()) === 0) return 0
    await wait(between, undefined, { signal })
    return await idle()
  } catch {
    return 0
  }
}
