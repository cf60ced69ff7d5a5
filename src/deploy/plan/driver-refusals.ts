import type { DriverDecision } from "../../gpu/decide.ts"
import type { DeployInput } from "../deployment.ts"
import { traitsOf } from "../goal.ts"
import type { Refusal } from "./plan.ts"

/**
 * What of a change of the driver is refused. A goal that doesn't activate
 * leaves the loaded driver alone; a plan says what a deployment would meet.
 */
export function driverRefusals(
  driver: DriverDecision,
  { engine, goal }: Pick<DeployInput, "engine" | "goal">,
): readonly Refusal[] {
  if (goal !== "plan" && !traitsOf(goal).activates) return []
  switch (driver.do) {
    case "nothing":
    case "switch":
      return []
    case "one-shot-boot": {
      const { held } = driver
      const because = `a reboot is needed: ${driver.because}`
      return [{ because, held, reboot: true, what: "driver" }]
    }
    case "refuse": {
      const { because, held } = driver
      return [{ because, held, reboot: false, what: "driver" }]
    }
    case "reload": {
      if (engine === "sdops") return []
      const { from, to } = driver
      const because =
        `the NVIDIA driver changes from ${from} to ${to}, ` +
        "and nixos-rebuild cannot reload it"
      return [{ because, held: undefined, reboot: true, what: "driver" }]
    }
    default:
      return driver satisfies never
  }
}
