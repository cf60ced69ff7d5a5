import type { DriverDecision } from "../../gpu/decide.ts"
import type { Plan } from "./plan.ts"

/** A plan in one line, for the log. */
export function sayPlan(plan: Plan): string {
  if (plan.unchanged) return "unchanged"
  const { build, fetch } = plan
  const parts = [
    build.length > 0 ? `${build.length} to build` : "",
    fetch.paths > 0 ? `${fetch.paths} to fetch` : "",
    plan.heavy.length > 0 ? `heavy: ${plan.heavy.join(", ")}` : "",
    sayReload(plan.driver),
    plan.untrusted.length > 0 ? `unsigned: ${plan.untrusted.join(", ")}` : "",
    ...plan.unusableCaches,
    plan.drift.length > 0 ? "drifted" : "",
  ]
  return parts.filter((part) => part !== "").join(", ") || "already built"
}

/** A reload in a few words; empty where there is none. */
export function sayReload(driver: DriverDecision): string {
  if (driver.do !== "reload") return ""
  const verb = driver.repairs ? "repairs" : "reloads"
  return `${verb} the driver, ${driver.from} to ${driver.to}`
}
