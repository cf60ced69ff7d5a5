import { fail } from "../../errors/fail.ts"
import { decideDriver } from "../../gpu/decide.ts"
import { loadedDriver, storePathOf } from "../../gpu/loaded-driver.ts"
import { type Generation, readGeneration } from "../../host/probe/generation.ts"
import type { Host } from "../../inventory/host.ts"
import { appUnitsOf } from "../plan/app-units.ts"
import { driverRefusals } from "../plan/driver-refusals.ts"
import type { Evaluation } from "../plan/evaluation.ts"
import { refused } from "../plan/refused.ts"
import { sayReload } from "../plan/say-plan.ts"
import type { Stage } from "../stage.ts"
import { tryActivation } from "../plan/try-activation.ts"

/**
 * The generation to go back to: the one before the system profile's, its
 * driver too. Errors: `noPrevious`; `driverHeld`, `driverRefused` and
 * `rebootNeeded`.
 */
export const previous: Stage<
  "facts" | "host" | "input" | "link",
  "candidate" | "driver" | "evaluation"
> = {
  name: "plan",
  title: "Find the previous generation",
  async run({ facts, host, input, link }) {
    const found = await readGeneration(link.shell, { before: facts.generation })
    if (found === undefined) throw fail("noPrevious", { host: host.name })
    const evaluation = evaluationOf(found, host)
    const driver = decideDriver(
      loadedDriver(facts, appUnitsOf(facts, evaluation)),
      {
        kernel: storePathOf(found.kernel),
        vendor: evaluation.host.gpu.vendor,
        version: evaluation.host.driver.version,
      },
      host.policy.driverChange,
    )
    const refusals = driverRefusals(driver, input)
    if (refusals.length > 0) throw refused({ heavy: [], refusals }, host)
    const { generation, toplevel } = found
    const { goal } = input
    const { shell } = link
    const asked = { driver, facts, goal, shell }
    const { candidate } = await tryActivation(toplevel, asked)
    const adds = { candidate, driver, evaluation }
    const reload = sayReload(driver)
    const parts = [`generation ${generation}`, reload].filter(Boolean)
    return { adds, text: parts.join(", ") }
  },
}

/** What its file says; one without sdops' modules has no app to prove. */
function evaluationOf(found: Generation, host: Host): Evaluation {
  const { driver, file, toplevel } = found
  const version = file?.driver.version ?? (driver || null)
  const { apps, gpu, name } = file ?? {
    apps: [],
    gpu: { vendor: host.gpu.vendor },
    name: host.name,
  }
  return {
    host: { apps, driver: { version }, gpu, name },
    system: "",
    toplevel,
  }
}
