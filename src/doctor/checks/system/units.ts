import { always, bad, type Check, ok, warn } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"

export const units: Check<HostSight> = {
  id: "system/units",
  looksAt: "failed units, other than the apps'",
  means: "something on the host isn't running as it should",
  appliesTo: always,
  judge({ apps, facts, host }) {
    const own = apps.map(({ unit }) => unit)
    const failed = facts.failed.filter((unit) => !own.includes(unit))
    const [first] = failed
    if (first === undefined) return ok("no unit failed")
    const tolerated = host.policy.toleratedUnits
    const judge = failed.every((unit) => tolerated.includes(unit)) ? warn : bad
    return judge({
      finding: `failed: ${failed.join(", ")}`,
      cure: [onHost(host, `systemctl status ${first}`)],
    })
  },
}
