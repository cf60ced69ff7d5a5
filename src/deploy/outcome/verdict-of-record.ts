import type { DeployRecord } from "../../host/record/deploy-record.ts"
import type { Verdict } from "./verdict.ts"

/** What a record on the host means; one that still runs is not yet known. */
export function verdictOfRecord(record: DeployRecord): Verdict {
  switch (record.state) {
    case "committed":
      return ["boot", "stage"].includes(record.goal) ? "staged" : "committed"
    case "conflict":
    case "degraded":
    case "failed":
    case "refused":
    case "repaired":
    case "rolled-back":
    case "stranded":
    case "tested":
      return record.state
    default:
      return "stranded"
  }
}
