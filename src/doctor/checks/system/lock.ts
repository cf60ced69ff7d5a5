import { runningIn } from "../../../host/record/running.ts"
import { always, bad, type Check, ok } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const lock: Check<HostSight> = {
  id: "system/lock",
  looksAt: "whether an ended deployment still holds the deploy lock",
  means: "the lock has no owner; the next deployment clears it",
  appliesTo: always,
  judge({ facts, host }) {
    const { deployments } = facts
    const running = runningIn(deployments)
    if (running !== undefined) return ok(`${running.who} is deploying`)
    const cure = [`sdops resume ${host.name}`]
    if (deployments.lockUnreadable) {
      return bad({ cure, finding: "the deploy lock doesn't say who holds it" })
    }
    const { lock } = deployments
    if (lock === undefined) return ok("nobody holds it")
    const who = lock.who || "somebody"
    return bad({
      finding: `${who} left the deploy lock behind (${lock.id})`,
      cure,
    })
  },
}
