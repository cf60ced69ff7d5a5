import { runningIn } from "../../../host/record/running.ts"
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
    const holder = facts["switch-lock"]
    if (first === undefined) {
      if (holder === "" || runningIn(facts.deployments))
        return ok("nobody else switches the host")
      return warn({
        finding: `${holder} holds the lock of switch-to-configuration`,
        cure: [onHost(host, "systemctl status")],
      })
    }
    return warn({
      finding: `${facts.busy.join(", ")} runs`,
      cure: [onHost(host, `journalctl -fu ${first}`)],
    })
  },
}
