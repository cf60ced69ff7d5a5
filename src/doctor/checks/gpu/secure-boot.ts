import { onHost } from "../../../inventory/on-host.ts"
import { bad, type Check, ok } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const secureBoot: Check<HostSight> = {
  id: "gpu/secure-boot",
  looksAt: "whether the kernel loads the NVIDIA module, which isn't signed",
  means: "with lockdown the kernel takes signed modules only",
  appliesTo: isNvidia,
  judge({ driver, health, host }) {
    if (driver.module !== undefined) return ok("the module is loaded")
    if (!health.lockdown) return ok("the kernel takes unsigned modules")
    return bad({
      cure: [onHost(host, "cat /sys/kernel/security/lockdown")],
      finding: health.secureBoot
        ? "Secure Boot is on and the kernel is locked down"
        : "the kernel is locked down",
    })
  },
}
