import { fail } from "../../errors/fail.ts"
import type { DriverDecision } from "../../gpu/decide.ts"
import { readGeneration } from "../../host/generations/generation.ts"
import { isAllowed } from "../boot/ask-reboot.ts"
import type { Evaluation } from "../plan/evaluation.ts"
import type { Stage } from "../stage.ts"
import { evaluationOf, sayGeneration } from "./previous.ts"

/**
 * What a reboot is to start: the profile's generation, which is the running
 * system or one that waits for a boot. Shows it and asks. Errors: `noPrevious`
 * without a profile; `needsYes`, `rebootRefused`.
 */
export const rebootPlan: Stage<
  "facts" | "host" | "input" | "link",
  "candidate" | "driver" | "evaluation"
> = {
  name: "plan",
  title: "Find what boots next",
  async run({ facts, host, input, link }, context) {
    const wanted = facts.generation
    const found =
      wanted === "" ? undefined : await readGeneration(link.shell, { wanted })
    if (found === undefined) throw fail("noPrevious", { host: host.name })
    const text = sayGeneration(found)
    const waits = found.toplevel !== facts.current
    const because = waits ? `${text} waits for a boot` : `${text} runs`
    const evaluation: Evaluation = evaluationOf(found, host)
    if (!(await isAllowed(because, { evaluation, host, input, link }))) {
      await context.confirm(`reboot: ${because}`, "--reboot")
    }
    const touched = facts.apps
      .filter(({ ActiveState }) => ActiveState === "active")
      .map(({ unit }) => unit)
    const candidate = {
      boots: true,
      noCheck: false,
      toplevel: found.toplevel,
      touched,
    }
    const driver: DriverDecision = { because, do: "one-shot-boot" }
    return { adds: { candidate, driver, evaluation }, text }
  },
}
