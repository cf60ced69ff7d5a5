import { sayProblem } from "../../../inventory/read/problem.ts"
import { always, type Check, ok, warn } from "../../check.ts"
import type { ControlSight } from "../../sight.ts"

export const fleet: Check<ControlSight> = {
  id: "control/fleet",
  looksAt: "where the fleet was found, and what is odd in its files",
  means: "a file says something that is allowed and rarely meant",
  appliesTo: always,
  judge({ fleet }) {
    const { hosts, root, warnings } = fleet
    const count = `${hosts.size} ${hosts.size === 1 ? "host" : "hosts"}`
    if (warnings.length === 0) return ok(`${count} in ${root}`)
    return warn({
      finding: `the inventory in ${root} is odd in ${warnings.length} places`,
      cure: [`$EDITOR ${warnings[0]?.file ?? "hosts/fleet.yaml"}`],
      evidence: warnings.map(sayProblem),
    })
  },
}
