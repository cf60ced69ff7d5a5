import { refused } from "../plan/refused.ts"
import type { Stage } from "../stage.ts"

/**
 * Refuses what policy forbids, and asks for what it leaves to a person.
 * Errors: `heavyBuild`, `hostBusy`, `needsYes`, `refused`; `driverHeld`,
 * `driverRefused`, `rebootNeeded`.
 */
export const guard: Stage<"host" | "plan", never> = {
  name: "guard",
  title: "Check the guards",
  async run({ host, plan }, context) {
    if (plan.refusals.length > 0) throw refused(plan, host)
    for (const question of plan.questions) {
      await context.confirm(question, "--yes")
    }
    return { adds: {}, text: "all guards passed" }
  },
}
