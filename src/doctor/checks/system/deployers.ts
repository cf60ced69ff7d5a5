import { onHost } from "../../../inventory/on-host.ts"
import { always, type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const deployers: Check<HostSight> = {
  id: "system/deployers",
  looksAt: "whether another tool deploys to the host by itself",
  means: "it may replace what sdops has deployed, at any time",
  appliesTo: always,
  judge({ health, host }) {
    const [first] = health.deployers
    if (first === undefined) return ok("sdops alone")
    return warn({
      cure: [onHost(host, `systemctl stop ${first}`)],
      finding: `${health.deployers.join(", ")} also deploys here`,
    })
  },
}
