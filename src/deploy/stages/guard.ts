import { policyWorkflow } from "../../images/policy-workflow.ts"
import { refused } from "../plan/refused.ts"
import type { Stage } from "../stage.ts"

/**
 * Refuses what policy forbids, and asks for what it leaves to a person.
 * Errors: `heavyBuild`, `hostBusy`, `needsYes`, `refused`; `driverHeld`,
 * `driverRefused`, `rebootNeeded`; those of `policyWorkflow`.
 */
export const guard: Stage<"fleet" | "host" | "plan", never> = {
  name: "guard",
  title: "Check the guards",
  async run({ fleet, host, plan }, context) {
    // Read now: at the gate a mistake in it would take the host back.
    await policyWorkflow(fleet, host)
    if (plan.refusals.length > 0) throw refused(plan, host)
    for (const question of plan.questions) {
      await context.confirm(question, "--yes")
    }
    return { adds: {}, text: "all guards passed" }
  },
}
