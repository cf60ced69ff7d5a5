import type { DriverDecision } from "../../gpu/decide.ts"
import type { Policy } from "../../inventory/host.ts"

/** What a plan says of a boot that the deployment would need. */
export function bootNotes(
  driver: DriverDecision,
  { reboot }: Pick<Policy, "reboot">,
): readonly string[] {
  if (driver.do !== "one-shot-boot" || reboot === "never") return []
  const asked = reboot === "ask" ? ", once --reboot or a person says so" : ""
  return [`the host reboots into the new system, and is proven there${asked}`]
}
