import { setTimeout } from "node:timers/promises"
import type { App } from "../../apps/app.ts"
import { type AppPlace, sayPlace } from "../../apps/place.ts"
import { fail } from "../../errors/fail.ts"
import { isFailure } from "../../errors/sdops-error.ts"
import type { StageContext } from "../stage.ts"

/** An app that may have work, and how to tell whether it runs at all. */
export type Queueing = {
  readonly app: App
  /** Whether its unit has a process now. */
  readonly lives: () => Promise<boolean>
  readonly place: AppPlace
}

/**
 * Waits until an app has nothing running and nothing pending: it says so, or
 * has no process any more. A refused connection is not "nothing": it may start
 * just now, or listen elsewhere. Errors: `appBusy` at the deadline; `appSilent`
 * when it lives and doesn't tell: jobs that can't be seen are not dropped.
 */
export async function waitForEmptyQueue(
  queueing: Queueing,
  seconds: number,
  context: StageContext,
): Promise<void> {
  const { app, lives, place } = queueing
  const { host, limits, stage } = context
  const start = performance.now()
  let heard = start
  let said = ""
  for (;;) {
    const count = await countOf(queueing, context)
    const now = performance.now()
    if (count === 0) return
    if (count === undefined) {
      if (!(await lives())) return
      if (now > heard + limits.ready * 1000) {
        const because = ["nothing listens there, but its process is running"]
        const details = { app: app.name, host, url: sayPlace(place) }
        throw fail("appSilent", details, { because, host, stage })
      }
    } else heard = now
    const text =
      count === undefined
        ? `${app.name} doesn't listen at ${sayPlace(place)} yet`
        : `${app.name}: ${count} in the queue`
    if (text !== said) context.say(text)
    said = text
    if (count !== undefined && now > start + seconds * 1000) {
      throw fail("appBusy", { app: app.name, count, host, seconds })
    }
    await setTimeout(interval, undefined, { signal: context.signal })
  }
}

/** OpenSSH doesn't tell a port that is closed from one that it may not dial. */
async function countOf(
  { app, lives, place }: Queueing,
  context: StageContext,
): Promise<number | undefined> {
  try {
    return await app.queued(place, context)
  } catch (thrown) {
    if (isFailure(thrown, "appSilent") && !(await lives())) return undefined
    throw thrown
  }
}

/** Milliseconds between two looks. */
const interval = 1000
