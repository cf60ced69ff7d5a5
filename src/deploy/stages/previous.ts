import { fail } from "../../errors/fail.ts"
import { decideDriver } from "../../gpu/decide.ts"
import { loadedDriver, storePathOf } from "../../gpu/loaded-driver.ts"
import {
  type Generation,
  readGeneration,
} from "../../host/generations/generation.ts"
import type { Host } from "../../inventory/host.ts"
import { appUnitsOf } from "../plan/app-units.ts"
import { askReboot } from "../boot/ask-reboot.ts"
import { driverRefusals } from "../plan/driver-refusals.ts"
import type { Candidate } from "../deployment.ts"
import type { Evaluation } from "../plan/evaluation.ts"
import { refused } from "../plan/refused.ts"
import { sayReload } from "../plan/say-plan.ts"
import type { Stage } from "../stage.ts"
import { tryActivation } from "../plan/try-activation.ts"

/**
 * The generation to go back to: the one that was asked for, else the one before
 * the system profile's; its driver too. Shows what it is and asks. Ends with
 * nothing to do where it runs and boots already. Errors: `noGeneration`,
 * `noPrevious`, `needsYes`; `driverHeld`, `driverRefused`, `rebootNeeded`.
 */
export const previous: Stage<
  "facts" | "host" | "input" | "link",
  "candidate" | "driver" | "evaluation"
> = {
  name: "plan",
  title: "Find the previous generation",
  async run({ facts, host, input, link }, context) {
    const { to } = input
    const found = await readGeneration(
      link.shell,
      to === undefined ? { before: facts.generation } : { wanted: `${to}` },
    )
    if (found === undefined) {
      throw to === undefined
        ? fail("noPrevious", { host: host.name })
        : fail("noGeneration", { host: host.name, wanted: to })
    }
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
    const { policy } = host
    const refusals = driverRefusals(driver, { evaluation, input, policy })
    if (refusals.length > 0) throw refused({ heavy: [], refusals }, host)
    if (driver.do === "one-shot-boot") {
      const booting = { evaluation, host, input, link }
      await askReboot(driver.because, booting, context)
    }
    const { toplevel } = found
    const asked = { driver, evaluation, facts, host, input, link }
    const { candidate } = await tryActivation(toplevel, asked, context)
    const adds = { candidate, driver, evaluation }
    const text = [
      sayGeneration(found),
      sayReload(driver),
      sayTouched(candidate),
    ]
      .filter((part) => part !== "")
      .join("; ")
    const { bootDefault, current, profile } = facts
    if ([bootDefault, current, profile].every((one) => one === toplevel)) {
      return { adds, ends: "unchanged", text: `it runs already: ${text}` }
    }
    context.say(text)
    await context.confirm(`go back to ${text}`, "--yes")
    return { adds, text }
  },
}

/** Such as `generation 3 of 2026-11-20 14:02 UTC, NixOS 25.11, comfyui`. */
export function sayGeneration(found: Generation): string {
  const { driver, file, generation, made, nixos } = found
  const time = new Date(made * 1000).toISOString().slice(0, 16)
  const version = file?.driver.version ?? driver
  const parts = [
    `generation ${generation} of ${time.replace("T", " ")} UTC`,
    nixos && `NixOS ${nixos}`,
    version && `NVIDIA ${version}`,
    ...(file === undefined
      ? ["not made by sdops"]
      : file.apps.map(({ name }) => name)),
  ]
  return parts.filter(Boolean).join(", ")
}

function sayTouched({ touched }: Candidate): string {
  return touched.length === 0 ? "" : `restarts ${touched.join(", ")}`
}

/** What its file says; one without sdops' modules has no app to prove. */
export function evaluationOf(found: Generation, host: Host): Evaluation {
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
