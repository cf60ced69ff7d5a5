import type { DriverDecision } from "../../gpu/decide.ts"
import type { DeployInput } from "../deployment.ts"
import { traitsOf } from "../goal.ts"
import { whyNoReboot } from "../boot/why-no-reboot.ts"
import type { Refusal } from "./plan.ts"

type Input = Pick<DeployInput, "engine" | "goal" | "reboot">

type Asked = Parameters<typeof whyNoReboot>[0] & { readonly input: Input }

/**
 * What of a change of the driver is refused. A goal that doesn't activate
 * leaves the loaded driver alone; a plan says what a deployment would meet. One
 * that needs a boot gets one where the policy lets it (ask-reboot.ts); where a
 * reload would do but for what holds the driver, only a reboot that was asked
 * for.
 */
export function driverRefusals(
  driver: DriverDecision,
  asked: Asked,
): readonly Refusal[] {
  const { input, policy } = asked
  const { engine, goal } = input
  if (goal !== "plan" && !traitsOf(goal).activates) return []
  switch (driver.do) {
    case "nothing":
    case "switch":
      return []
    case "one-shot-boot": {
      const { held } = driver
      const wanted = input.reboot === true || policy.reboot === "allowed"
      const against = whyNoReboot(asked)
      if (mayBoot(input) && against === undefined) {
        if (held === undefined || wanted) return []
      }
      const { because } = driver
      if (against !== undefined) {
        const why = `${because}, but ${against}`
        const reboot = policy.reboot === "never" ? "forbidden" : "locked"
        return [{ because: why, held, reboot, what: "driver" }]
      }
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

/** Whether a deployment can go on from a boot: it is proven and committed. */
export function mayBoot({ engine, goal }: Input): boolean {
  return engine === "sdops" && (goal === "switch" || goal === "plan")
}
