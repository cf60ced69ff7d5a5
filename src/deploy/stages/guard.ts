import { policyWorkflow } from "../../images/policy-workflow.ts"
import { traitsOf } from "../goal.ts"
import { askReboot } from "../boot/ask-reboot.ts"
import { refused } from "../plan/refused.ts"
import type { Stage } from "../stage.ts"

type Needs = "fleet" | "host" | "input" | "link" | "plan"

/**
 * Refuses what policy forbids, and asks for what it leaves to a person.
 * Errors: `heavyBuild`, `hostBusy`, `needsYes`, `refused`; `driverHeld`,
 * `driverRefused`, `rebootNeeded`, `rebootRefused`; those of `policyWorkflow`.
 */
export const guard: Stage<Needs, never> = {
  name: "guard",
  title: "Check the guards",
  async run({ fleet, host, input, link, plan }, context) {
    // Read now: at the gate a mistake in it would take the host back.
    await policyWorkflow(fleet, host)
    if (plan.refusals.length > 0) throw refused(plan, host)
    const { driver } = plan
    if (driver.do === "one-shot-boot" && traitsOf(input.goal).activates) {
      await askReboot(driver.because, { host, input, link }, context)
    }
    for (const question of plan.questions) {
      await context.confirm(question, "--yes")
    }
    return { adds: {}, text: "all guards passed" }
  },
}
