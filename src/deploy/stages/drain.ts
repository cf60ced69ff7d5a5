import { appOf } from "../../apps/apps.ts"
import { placeOf } from "../../apps/place.ts"
import { fail } from "../../errors/fail.ts"
import { giveGo } from "../../host/supervisor/signals.ts"
import { hasProcess } from "../../host/apps/unit-process.ts"
import { drainLimit } from "../plan/drain-limit.ts"
import { followThrough } from "../gate/follow-through.ts"
import { followUntil } from "../gate/follow-until.ts"
import { hostDrains } from "../gate/host-drains.ts"
import { lostJobs } from "../gate/lost-jobs.ts"
import type { Stage, StageContext } from "../stage.ts"
import { waitForEmptyQueue } from "../gate/wait-for-empty-queue.ts"

/**
 * Waits until the apps that the plan touches have nothing to do, then lets the
 * supervisor go on, which by itself saves the queue of ComfyUI and waits for
 * its running job. Errors: `appBusy` when that takes too long, `appSilent` when
 * a queue can't be read.
 */
export const drain: Stage<
  "candidate" | "evaluation" | "facts" | "host" | "link" | "supervised",
  "link"
> = {
  name: "drain",
  title: "Wait for the queue",
  async run(given, context) {
    const { candidate, evaluation, facts, host, link, supervised } = given
    if (candidate.touched.length === 0) {
      return { adds: { link }, text: "no app affected" }
    }
    const running = facts.apps.filter(
      (app) =>
        app.ActiveState === "active" && candidate.touched.includes(app.unit),
    )
    const policy = host.policy.appRestart
    const gone = new AbortController()
    const locked = followUntil(supervised, link.shell, context, (record) =>
      record.state === "locked" ? "reached" : "wait",
    ).catch((thrown: unknown) => {
      gone.abort(thrown)
      throw thrown
    })
    const signal = AbortSignal.any([context.signal, gone.signal])
    const [lost] = await Promise.all([
      lostJobs(given, candidate.touched, context),
      // Under `now` nobody is waited for.
      policy === "now" ? undefined : emptied({ ...context, signal }),
      locked,
    ])
    await giveGo(link.shell, supervised.key)
    const drained = await followThrough(given, context, ({ state }) =>
      state === "starting" || state === "locked" ? "wait" : "reached",
    )
    const { jobsSaved } = drained.record
    const saved = jobsSaved === 1 ? "saved 1 job" : `saved ${jobsSaved} jobs`
    const said = [...lost, ...(jobsSaved > 0 ? [saved] : [])]
    if (said.length === 0)
      said.push(running.length > 0 ? "empty" : "no app was running")
    return { adds: { link: drained.link }, text: said.join("; ") }

    async function emptied(watched: StageContext): Promise<void> {
      for (const { unit } of running) {
        if (hostDrains(given, unit)) continue
        const isIt = (app: { readonly unit: string }) => app.unit === unit
        const old = facts.hostFile?.apps.find(isIt)
        const known = old ?? evaluation.host.apps.find(isIt)
        if (known === undefined) throw fail("appUnknown", { unit })
        const queueing = {
          app: appOf(known),
          lives: () => hasProcess(link.shell, unit),
          place: placeOf(known, link.connection),
        }
        const seconds = drainLimit(policy, context.limits)
        await waitForEmptyQueue(queueing, seconds, watched)
      }
    }
  },
}
