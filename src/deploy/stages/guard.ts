import { policyWorkflow } from "../../images/policy-workflow.ts"
import { traitsOf } from "../goal.ts"
import { askReboot, mustLeadBack } from "../boot/ask-reboot.ts"
import { refused } from "../plan/refused.ts"
import type { Stage } from "../stage.ts"

type Needs = "evaluation" | "fleet" | "host" | "input" | "link" | "plan"

/**
 * Refuses what policy forbids, and asks for what it leaves to a person.
 * Errors: `heavyBuild`, `hostBusy`, `needsYes`, `refused`; `driverHeld`,
 * `driverRefused`, `rebootNeeded`, `rebootRefused`, `rebootUnproven`; those of
 * `policyWorkflow`.
 */
export const guard: Stage<Needs, never> = {
  name: "guard",
  title: "Check the guards",
  async run({ evaluation, fleet, host, input, link, plan }, context) {
    // Read now: at the gate a mistake in it would take the host back.
    await policyWorkflow(fleet, host)
    if (plan.refusals.length > 0) throw refused(plan, host)
    const { driver } = plan
    if (driver.do === "one-shot-boot" && traitsOf(input.goal).activates) {
      const booting = { evaluation, host, input, link }
      await askReboot(driver.because, booting, context)
    }
    if (input.goal === "stage") {
      await mustLeadBack("it is to be staged", { host, link })
    }
    for (const question of plan.questions) {
      await context.confirm(question, "--yes")
    }
    return { adds: {}, text: "all guards passed" }
  },
}
