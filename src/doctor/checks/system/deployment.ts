import { isFinal } from "../../../host/record/deploy-record.ts"
import { lostIn, pathOf } from "../../../host/record/records.ts"
import { runningIn, sayRunning } from "../../../host/record/running.ts"
import { always, bad, type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const deployment: Check<HostSight> = {
  id: "system/deployment",
  looksAt: "the deployments' records, and the newest one's outcome",
  means: "a deployment's outcome is unknown, or one is still running",
  appliesTo: always,
  judge({ facts, host }) {
    const { records, unreadable } = facts.deployments
    const cure = [`sdops resume ${host.name}`]
    const running = runningIn(facts.deployments)
    if (running !== undefined) {
      const finding = `${host.name} is being deployed (${sayRunning(running)})`
      return warn({ cure, finding })
    }
    const open = records.find(({ record }) => !isFinal(record.state))
    if (open !== undefined) {
      const { record, tail } = open
      const evidence = tail.trimEnd().split("\n").slice(-3)
      const finding = `deployment ${record.id} was left ${record.state}`
      return bad({ cure, evidence, finding })
    }
    if (unreadable.length > 0) {
      const ids = unreadable.map(({ id }) => id).join(", ")
      return bad({ cure, finding: `unreadable records: ${ids}` })
    }
    const lost = lostIn(facts.deployments)
    if (lost !== undefined) {
      const said = `the last record was set aside as ${pathOf(lost)}`
      return ok(`${said}: its outcome is unknown`)
    }
    const [newest] = records
    if (newest === undefined) return ok("no deployments yet")
    const { record } = newest
    const units = record.newlyFailed
    switch (record.state) {
      case "stranded": {
        const down = record.appsDown.map((unit) => `${unit} is down`)
        const typed = record.consoleCommand
        const evidence = [record.detail, ...down, `on its console: ${typed}`]
        const finding = `${record.id} is stranded (${record.cause ?? "?"})`
        return bad({ cure: [`sdops plan ${host.name}`], evidence, finding })
      }
      case "degraded":
        return ok(`the last one was degraded: ${units.join(", ")} failed`)
      default:
        return ok(`the last one was ${record.state}`)
    }
  },
}
