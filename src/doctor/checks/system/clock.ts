import { onHost } from "../../../inventory/on-host.ts"
import { always, bad, type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

/** Seconds; certificates and tokens allow for about that much. */
const [noticed, broken] = [30, 300]

export const clock: Check<HostSight> = {
  id: "system/clock",
  looksAt: "whether the host's clock agrees with this machine's",
  means: "TLS fails, and what happened when can't be told",
  appliesTo: always,
  judge({ health: { clockAhead }, host }) {
    const apart = Math.abs(clockAhead)
    if (apart < noticed) return ok("agrees with this machine's")
    const way = clockAhead > 0 ? "ahead" : "behind"
    const wrong = {
      cure: [onHost(host, "timedatectl timesync-status"), "date"],
      mend: { action: "restart", unit: "systemd-timesyncd.service" } as const,
      finding: `the host's clock is ${apart} s ${way}`,
    }
    return apart < broken ? warn(wrong) : bad(wrong)
  },
}
