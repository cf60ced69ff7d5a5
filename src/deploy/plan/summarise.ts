import type { DriverDecision } from "../../gpu/decide.ts"
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
      ...(plan.free.nix !== undefined && {
        "nix-after": Math.max(0, plan.free.nix - (fetch.unpacked ?? 0)),
        "nix-free": plan.free.nix,
      }),
      ...(fetch.unpacked !== undefined && { unpacked: fetch.unpacked }),
    },
    drift: [...drift],
    driver: summariseDriver(driver),
    fetch: {
      ...(fetch.download !== undefined && { bytes: fetch.download }),
      from: fetch.from.map(({ cache, download: bytes, paths }) => ({
        bytes,
        cache,
        paths,
      })),
      paths: fetch.paths,
    },
    heavy: [...heavy],
    "heavy-minutes": plan.heavyMinutes,
    notes: [...plan.notes],
    questions: [...plan.questions],
    refusals: plan.refusals.map(sayRefusal),
    unchanged: plan.unchanged,
    untrusted: [...plan.untrusted],
    "unusable-caches": [...plan.unusableCaches],
  }
}

function summariseDriver(driver: DriverDecision): PlanSummary["driver"] {
  switch (driver.do) {
    case "nothing":
      return { do: driver.do }
    case "switch":
      return { do: driver.do, to: driver.version }
    case "one-shot-boot":
    case "refuse":
      return { because: driver.because, do: driver.do }
    case "reload":
      return { ...driver, stops: [...driver.stops] }
    default:
      return driver satisfies never
  }
}
