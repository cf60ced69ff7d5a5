import type { DriverDecision } from "../../gpu/decide.ts"
import { whyNoReboot } from "./why-no-reboot.ts"

/** What a plan says of a boot that the deployment would need. */
export function bootNotes(
  driver: DriverDecision,
  asked: Parameters<typeof whyNoReboot>[0],
): readonly string[] {
  if (driver.do !== "one-shot-boot" || whyNoReboot(asked) !== undefined)
    return []
  const { reboot } = asked.policy
  const once = reboot === "ask" ? ", once --reboot or a person says so" : ""
  return [`the host reboots into the new system, and is proven there${once}`]
}
