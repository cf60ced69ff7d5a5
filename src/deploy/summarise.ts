import type { Plan } from "./plan.ts"
import type { PlanSummary } from "./plan-summary.ts"
import { sayRefusal } from "./refused.ts"

/** A plan as `--json` shows it. */
export function summarise(plan: Plan): PlanSummary {
  const { build, current, drift, driver, fetch, heavy, toplevel } = plan
  return {
    builders: plan.builders.first.map(({ name, on }) => ({
      name,
      on: [...on],
    })),
    build: [...build],
    candidate: toplevel,
    ...(current !== "" && { current }),
    disk: {
      ...(plan.free.boot !== undefined && { "boot-free": plan.free.boot }),
      ...(plan.free.nix !== undefined && { "nix-free": plan.free.nix }),
      ...(fetch.unpacked !== undefined && { unpacked: fetch.unpacked }),
    },
    drift: [...drift],
    driver: {
      ...("because" in driver && { because: driver.because }),
      do: driver.do,
    },
    fetch: {
      ...(fetch.download !== undefined && { bytes: fetch.download }),
      paths: fetch.paths,
    },
    heavy: [...heavy],
    notes: [...plan.notes],
    questions: [...plan.questions],
    refusals: plan.refusals.map(sayRefusal),
    unchanged: plan.unchanged,
    untrusted: [...plan.untrusted],
    "unusable-caches": [...plan["unusable-caches"]],
  }
}
