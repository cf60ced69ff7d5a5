import { always, bad, type Check, ok } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const lock: Check<HostSight> = {
  id: "system/lock",
  looksAt: "whether somebody who is gone still holds the deploy lock",
  means: "deployments are refused until the lock has expired",
  appliesTo: always,
  judge({ facts, host }) {
    const { lock, records } = facts.deployments
    if (lock === undefined) return ok("nobody holds it")
    const alive = records.some(
      ({ alive, record }) => alive && record.id === lock.id,
    )
    const who = lock.who || "somebody"
    if (alive) return ok(`${who} deploys just now`)
    return bad({
      finding: `${who} left the deploy lock behind (${lock.id})`,
      cure: [`sdops resume ${host.name}`],
    })
  },
}
