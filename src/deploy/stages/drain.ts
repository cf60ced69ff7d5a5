import { appOf } from "../../apps/apps.ts"
import { placeOf } from "../../apps/place.ts"
import { fail } from "../../errors/fail.ts"
import { giveGo } from "../../host/signals.ts"
import { hasProcess } from "../../host/unit-process.ts"
import { followUntil } from "../follow-until.ts"
import type { Stage } from "../stage.ts"
import { waitForEmptyQueue } from "../wait-for-empty-queue.ts"

/**
 * Waits until the apps that the plan touches have nothing to do, then lets the
 * supervisor go on. Errors: `appBusy` when the queue doesn't become empty,
 * `appSilent` when it can't be read.
 */
export const drain: Stage<
  "candidate" | "evaluation" | "facts" | "link" | "supervised",
  never
> = {
  name: "drain",
  title: "Wait for the queue",
  async run({ candidate, evaluation, facts, link, supervised }, context) {
    if (candidate.touched.length === 0) {
      return { adds: {}, text: "no app is touched" }
    }
    await followUntil(supervised, link.shell, context, (record) =>
      record.state === "locked" ? "reached" : "wait",
    )
    const running = facts.apps.filter(
      (app) =>
        app.ActiveState === "active" && candidate.touched.includes(app.unit),
    )
    for (const { unit } of running) {
      const old = facts["host-file"]?.apps.find((app) => app.unit === unit)
      const known = old ?? evaluation.host.apps.find((app) => app.unit === unit)
      if (known === undefined) throw fail("appUnknown", { unit })
      const queueing = {
        app: appOf(known),
        lives: () => hasProcess(link.shell, unit),
        place: placeOf(known, link.connection),
      }
      await waitForEmptyQueue(queueing, context)
    }
    await giveGo(link.shell, supervised.key)
    return { adds: {}, text: running.length > 0 ? "empty" : "no app ran" }
  },
}
