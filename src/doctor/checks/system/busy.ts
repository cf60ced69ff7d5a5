import { runningIn } from "../../../host/record/running.ts"
import { always, type Check, ok, warn } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"

export const busy: Check<HostSight> = {
  id: "system/busy",
  looksAt: "whether a nixos-rebuild or automatic upgrade is running",
  means: "deployments are refused until it ends",
  appliesTo: always,
  judge({ facts, host }) {
    const [first] = facts.busy
    const holder = facts.switchLock
    if (first === undefined) {
      if (holder === "" || runningIn(facts.deployments))
        return ok("nobody else is switching the host")
      return warn({
        finding: `${holder} holds the lock of switch-to-configuration`,
        cure: [onHost(host, "systemctl status")],
      })
    }
    return warn({
      finding: `${facts.busy.join(", ")} is running`,
      cure: [onHost(host, `journalctl -fu ${first}`)],
    })
  },
}
