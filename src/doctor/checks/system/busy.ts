import { always, type Check, ok, warn } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"

export const busy: Check<HostSight> = {
  id: "system/busy",
  looksAt: "whether a nixos-rebuild or an automatic upgrade runs",
  means: "a deployment is refused until it has ended",
  appliesTo: always,
  judge({ facts, host }) {
    const [first] = facts.busy
    if (first === undefined) return ok("nobody switches the host")
    return warn({
      finding: `${facts.busy.join(", ")} runs`,
      cure: [onHost(host, `journalctl -fu ${first}`)],
    })
  },
}
