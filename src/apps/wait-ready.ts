import { setTimeout as wait } from "node:timers/promises"
import { fail } from "../errors/fail.ts"
import { isFailure } from "../errors/sdops-error.ts"
import type { AppContext } from "./app.ts"
import { type AppPlace, sayPlace } from "./place.ts"

/** Milliseconds between two looks. */
const interval = 500

/**
 * Looks until `look` doesn't throw. Whatever it throws is tolerated until
 * `limits.ready` seconds have passed, but for a lost SSH connection.
 * Errors: `appNotReady` with the last reason; `connectionLost`; an abort.
 */
export async function waitReady<Found>(
  app: string,
  place: AppPlace,
  context: AppContext,
  look: () => Promise<Found>,
): Promise<Found> {
  const seconds = context.limits.ready
  const until = performance.now() + seconds * 1000
  for (;;) {
    try {
      return await look()
    } catch (error) {
      context.signal.throwIfAborted()
      if (isFailure(error, "connectionLost")) throw error
      if (performance.now() >= until) {
        const { host, stage } = context
        throw fail(
          "appNotReady",
          { app, host, seconds, url: sayPlace(place) },
          { because: [sayError(error)], cause: error, host, stage },
        )
      }
    }
    const left = Math.max(0, until - performance.now())
    await wait(Math.min(interval, left), undefined, { signal: context.signal })
  }
}

/** The message of whatever was thrown. */
export function sayError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AggregateError) return error.errors.map(sayError).join()
  return error.message
}
