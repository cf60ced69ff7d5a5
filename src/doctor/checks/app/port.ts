import { onHost } from "../../../inventory/on-host.ts"
import { boundElsewhere } from "../../bound-elsewhere.ts"
import { bad, type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { hasApps } from "./has-apps.ts"

export const port: Check<HostSight> = {
  id: "app/port",
  looksAt: "who takes connections at the port of each app, and from where",
  means: "others are asked in the app's place, or the wrong ones reach it",
  appliesTo: hasApps,
  judge(sight) {
    const { facts, health, host } = sight
    // A container runtime or a proxy may hold a custom app's.
    const apps = (facts.hostFile?.apps ?? []).filter(
      ({ kind }) => kind !== "custom",
    )
    if (apps.length === 0) return skip("the host's system declares no apps")
    for (const { port: number, unit } of apps) {
      const holders = health.listeners.get(number)?.map(({ holder }) => holder)
      const [holder] = holders ?? []
      if (holder === undefined || holders?.includes(unit)) continue
      return bad({
        cure: [onHost(host, `systemctl status ${holder}`)],
        finding: `${holder} has port ${number}, which is ${unit}'s`,
      })
    }
    const other = boundElsewhere(sight)
    if (other !== undefined && !facts.restarts.includes(other.unit))
      return warn({
        cure: [
          onHost(host, `systemctl revert ${other.unit}`),
          onHost(host, `systemctl restart ${other.unit}`),
        ],
        finding:
          `${other.unit} listens at ${other.bound.join(" and ")}, but ` +
          `${other.declared.join(" and ")} is declared`,
      })
    const ports = apps.map(({ port: number }) => number)
    return ok(`${ports.join(", ")}: nobody else's`)
  },
}
