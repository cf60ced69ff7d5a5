import { setTimeout } from "node:timers/promises"
import type { App, AppPlace } from "../apps/app.ts"
import { fail } from "../errors/fail.ts"
import type { StageContext } from "./stage.ts"

/**
 * Waits until an app has nothing running and nothing pending. Errors:
 * `appBusy` at the deadline, and when the app listens but doesn't answer: jobs
 * that can't be seen are not dropped either.
 */
export async function waitForEmptyQueue(
  app: App,
  place: AppPlace,
  context: StageContext,
): Promise<void> {
  const until = performance.now() + context.limits.queue * 1000
  let said = -1
  for (;;) {
    const count = await app.queued(place, context)
    if (count === 0) return
    if (count !== said) context.say(`${app.name}: ${count} in the queue`)
    said = count
    if (performance.now() > until) {
      throw fail("appBusy", {
        app: app.name,
        count,
        host: context.host,
        seconds: context.limits.queue,
      })
    }
    await setTimeout(interval, undefined, { signal: context.signal })
  }
}

/** Milliseconds between two looks. */
const interval = 1000
