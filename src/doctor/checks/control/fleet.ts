import { sayProblem } from "../../../inventory/read/problem.ts"
import { always, type Check, ok, warn } from "../../check.ts"
import type { ControlSight } from "../../sight.ts"

export const fleet: Check<ControlSight> = {
  id: "control/fleet",
  looksAt: "the fleet's location, and oddities in its files",
  means: "a file has a valid setting that is rarely intended",
  appliesTo: always,
  judge({ fleet }) {
    const { hosts, root, warnings } = fleet
    const count = `${hosts.size} ${hosts.size === 1 ? "host" : "hosts"}`
    if (warnings.length === 0) return ok(`${count} in ${root}`)
    const { length } = warnings
    const odd = length === 1 ? "1 oddity" : `${length} oddities`
    return warn({
      finding: `${odd} in the inventory in ${root}`,
      cure: [`$EDITOR ${warnings[0]?.file ?? "hosts/fleet.yaml"}`],
      evidence: warnings.map(sayProblem),
    })
  },
}
