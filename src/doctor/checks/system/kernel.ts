import { type Check, ok, skip, warn } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"

export const kernel: Check<HostSight> = {
  id: "system/kernel",
  looksAt: "whether the booted kernel is the running system's",
  means: "modules of the running system don't fit until it is booted",
  appliesTo: ({ facts }) => facts.nixos,
  judge({ facts, host }) {
    const booted = facts["kernel-path.booted"]
    const current = facts["kernel-path.current"]
    if (booted === "" || current === "") return skip("no kernel is named")
    if (booted === current) return ok(`kernel ${facts.kernel}`)
    return warn({
      finding: `kernel ${facts.kernel} is booted, the system has another`,
      cure: [onHost(host, "reboot")],
      evidence: [`booted ${booted}`, `system ${current}`],
    })
  },
}
