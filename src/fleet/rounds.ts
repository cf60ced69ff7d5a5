import { setTimeout } from "node:timers/promises"

export type Watching = {
  /** Seconds between two looks; undefined: one look only. */
  readonly every: number | undefined
  readonly signal: AbortSignal
}

/**
 * Looks once, or again and again until the signal comes: then whoever watched
 * has seen enough, which is no failure. Output: the last whole look. Errors:
 * those of a look; of a first one also its interruption.
 */
export async function rounds<Result>(
  { every, signal }: Watching,
  look: () => Promise<Result>,
): Promise<Result> {
  let last = await look()
  if (every === undefined) return last
  while (!signal.aborted) {
    await setTimeout(every * 1000, undefined, { signal }).catch(() => {})
    if (signal.aborted) break
    try {
      last = await look()
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
  return last
}
