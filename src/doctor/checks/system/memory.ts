import { onHost } from "../../../inventory/on-host.ts"
import { always, bad, type Check, ok, warn } from "../../check.ts"
import { kernelFaults } from "../../kernel-faults.ts"
import type { HostSight } from "../../sight.ts"

export const memory: Check<HostSight> = {
  id: "system/memory",
  looksAt: "memory errors, compilers that a signal ended, and lack of memory",
  means: "builds fail at random, and files may be wrong",
  appliesTo: always,
  judge({ health, host }) {
    const {
      compilers,
      memory: errors,
      starved,
    } = kernelFaults(health.kernelLog)
    if (errors.length > 0)
      return bad({
        cure: [onHost(host, "journalctl -k -g 'EDAC|Hardware Error|mce'")],
        evidence: errors.slice(-5),
        finding: "the hardware reports memory errors; run memtest86+",
      })
    if (compilers.length > 0)
      return bad({
        cure: [onHost(host, "journalctl -k -g 'segfault|traps'")],
        evidence: compilers.slice(-5),
        finding: "compilers crashed, mostly a sign of bad memory",
      })
    if (starved.length > 0)
      return warn({
        cure: [onHost(host, "journalctl -k -g 'Out of memory'")],
        evidence: starved.slice(-5),
        finding: "the kernel ended programs for want of memory",
      })
    return ok("no errors since the host started")
  },
}
