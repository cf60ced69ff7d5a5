import { onHost } from "../../../inventory/on-host.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { hasApps } from "./has-apps.ts"

export const port: Check<HostSight> = {
  id: "app/port",
  looksAt: "who takes connections at the port of each app",
  means: "the app can't start, or others are asked in its place",
  appliesTo: hasApps,
  judge({ facts, health, host }) {
    // A container runtime or a proxy may hold a custom app's.
    const apps = (facts.hostFile?.apps ?? []).filter(
      ({ kind }) => kind !== "custom",
    )
    if (apps.length === 0) return skip("the host's system declares no apps")
    for (const { port: number, unit } of apps) {
      const holder = health.listeners.get(number)
      if (holder === undefined || holder === unit) continue
      return bad({
        cure: [onHost(host, `systemctl status ${holder}`)],
        finding: `${holder} has port ${number}, which is ${unit}'s`,
      })
    }
    const ports = apps.map(({ port: number }) => number)
    return ok(`${ports.join(", ")}: nobody else's`)
  },
}
