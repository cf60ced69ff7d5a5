import { decideRepair } from "../../gpu/decide-repair.ts"
import type { DriverDecision } from "../../gpu/decide.ts"
import type { HostFacts } from "../../host/probe/probe.ts"
import type { Host } from "../../inventory/host.ts"
import { bootOf } from "../changes/disk.ts"
import { driverRefusals } from "../plan/driver-refusals.ts"
import { parseDryActivation } from "../plan/dry-activation.ts"
import type { Evaluation } from "../plan/evaluation.ts"
import type { Plan } from "../plan/plan.ts"
import { sayReload } from "../plan/say-plan.ts"
import type { Stage } from "../stage.ts"
import { touchedApps } from "../plan/touched-apps.ts"
import { driftOf } from "../plan/unchanged.ts"

/**
 * What makes module and library of the running system agree; builds nothing
 * and takes the system as it is. Errors: none.
 */
export const repairPlan: Stage<
  "facts" | "host" | "input",
  "candidate" | "driver" | "evaluation" | "plan"
> = {
  name: "plan",
  title: "Compare module and library",
  async run({ facts, host, input }) {
    const apps = facts.apps.map(({ unit }) => unit)
    const driver = decideRepair(
      facts,
      host.gpu.vendor,
      apps,
      host.policy.driverChange,
    )
    const evaluation = evaluationOf(facts, host, driver)
    const plan: Plan = {
      apps: undefined,
      boot: bootOf("/boot", undefined),
      build: [],
      built: { bytes: 0, unknown: 0 },
      builders: { first: [], machines: [], notes: [] },
      current: facts.current,
      drift: driftOf(facts),
      driver,
      fetch: {
        download: undefined,
        from: [],
        heavy: [],
        paths: 0,
        unpacked: undefined,
      },
      free: { boot: facts.freeBoot, nix: facts.freeNix },
      heavy: [],
      notes: [],
      packages: undefined,
      present: undefined,
      questions: questionsOf(driver),
      refusals: [
        ...driverRefusals(driver, { evaluation, input, policy: host.policy }),
        ...(facts.busy.length > 0
          ? [{ units: facts.busy, what: "busy" } as const]
          : []),
      ],
      toplevel: facts.current,
      estimates: [],
      heavyMinutes: 0,
      untrusted: [],
      units: undefined,
      unusableCaches: [],
      unchanged: driver.do === "nothing" || driver.do === "switch",
    }
    const touched = touchedApps(facts.apps, parseDryActivation(""), [], true)
    const candidate = {
      boots: false,
      noCheck: false,
      toplevel: facts.current,
      touched,
    }
    const adds = { candidate, driver, evaluation, plan }
    const text = sayDecision(driver)
    return plan.unchanged ? { adds, ends: "unchanged", text } : { adds, text }
  },
}

/** What the running system says of itself. */
function evaluationOf(
  facts: HostFacts,
  host: Host,
  driver: DriverDecision,
): Evaluation {
  const version = driver.do === "reload" ? driver.to : null
  const { apps, name } = facts.hostFile ?? { apps: [], name: host.name }
  const { vendor } = host.gpu
  return {
    host: { apps, driver: { version }, gpu: { vendor }, name },
    system: "",
    toplevel: facts.current,
  }
}

function questionsOf(driver: DriverDecision): readonly string[] {
  if (driver.do !== "reload") return []
  const { stops } = driver
  const users = stops.length === 0 ? "" : `, which stops ${stops.join(", ")}`
  return [`${sayReload(driver)}${users}`]
}

function sayDecision(driver: DriverDecision): string {
  switch (driver.do) {
    case "nothing":
      return "nothing to repair: no NVIDIA GPU"
    case "switch":
      return `nothing to repair: module and library are both ${driver.version}`
    case "one-shot-boot":
    case "refuse":
      return driver.because
    case "reload":
      return sayReload(driver)
    default:
      return driver satisfies never
  }
}
