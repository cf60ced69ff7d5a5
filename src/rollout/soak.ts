import { setTimeout } from "node:timers/promises"

/** Waits so many seconds between two waves; Ctrl-C ends it, without error. */
export async function soak(
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  await setTimeout(seconds * 1000, undefined, { signal }).catch((error) => {
    if (!signal.aborted) throw error
  })
}
