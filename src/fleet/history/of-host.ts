import { verdictOfRecord } from "../../deploy/outcome/verdict-of-record.ts"
import { isFinal } from "../../host/record/deploy-record.ts"
import type { Records } from "../../host/record/records.ts"
import { goesOn } from "../../host/record/running.ts"
import type { PastDeployment } from "./result.ts"

/**
 * What a host's records say of its deployments, in its own order. Times are by
 * this machine's clock, to which their age by the host's clock is added.
 */
export function ofHost(
  host: string,
  { now: hostNow, records }: Pick<Records, "now" | "records">,
  now: Date,
): readonly PastDeployment[] {
  return records.map((known): PastDeployment => {
    const { record } = known
    const then = isFinal(record.state) ? record.since : record.started
    const ago = Math.max(0, hostNow - then) * 1000
    const generation = record.committedGeneration
    const because = record.cause
    return {
      at: new Date(now.getTime() - ago).toISOString(),
      ...(because !== undefined && { because }),
      from: record.current,
      ...(generation !== "" && { generation }),
      goal: record.goal,
      host,
      "known-to": ["host"],
      record: record.id,
      to: record.candidate,
      verdict: goesOn(known) ? "running" : verdictOfRecord(record),
      who: record.who,
    }
  })
}
