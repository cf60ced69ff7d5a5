import { isFinal } from "../../../host/deploy-record.ts"
import { always, bad, type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const deployment: Check<HostSight> = {
  id: "system/deployment",
  looksAt: "the records of deployments, and how the newest ended",
  means: "nobody owns a deployment that began; its outcome isn't known",
  appliesTo: always,
  judge({ facts, host }) {
    const { records, unreadable } = facts.deployments
    const cure = [`sdops resume ${host.name}`]
    const open = records.find(({ record }) => !isFinal(record.state))
    if (open !== undefined) {
      const { alive, record, tail } = open
      const what = `deployment ${record.id}`
      if (alive)
        return warn({ cure, finding: `${what} is ${record.state} just now` })
      const evidence = tail.trimEnd().split("\n").slice(-3)
      const finding = `${what} was left ${record.state}`
      return bad({ cure, evidence, finding })
    }
    const [newest] = records
    if (newest?.record.state === "stranded")
      return bad({ cure, finding: `${newest.record.id} is stranded` })
    if (unreadable.length > 0) {
      const finding = `records that can't be read: ${unreadable.join(", ")}`
      return warn({ cure, finding })
    }
    if (newest === undefined) return ok("there was none yet")
    return ok(`the last one was ${newest.record.state}`)
  },
}
