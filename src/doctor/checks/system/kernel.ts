import { type Check, ok, skip, warn } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"

export const kernel: Check<HostSight> = {
  id: "system/kernel",
  looksAt: "whether the booted kernel is the running system's",
  means: "the running system's kernel modules don't fit before a reboot",
  appliesTo: ({ facts }) => facts.nixos,
  judge({ facts, host }) {
    const booted = facts.kernelPathBooted
    const current = facts.kernelPathCurrent
    if (booted === "" || current === "") return skip("the kernel is unknown")
    if (booted === current) return ok(`kernel ${facts.kernel}`)
    return warn({
      finding: `kernel ${facts.kernel} is booted, but the system has another`,
      cure: [onHost(host, "reboot")],
      evidence: [`booted ${booted}`, `system ${current}`],
    })
  },
}
