import type { DeployRecord } from "../../host/record/deploy-record.ts"

/**
 * What wasn't held against a candidate that was kept: failed units, and an
 * activation that exited with 4. None for a record of any other end.
 */
export function notesOfRecord(record: DeployRecord): readonly string[] {
  if (!["committed", "degraded", "tested"].includes(record.state)) return []
  const reasons = reasonsOf(record)
  if (record["activation-exit"] !== "4") return reasons
  const first = "the activation exited with 4; the new system was kept, for:"
  return [first, ...(reasons.length > 0 ? reasons : ["no unit fails now"])]
}

function reasonsOf(record: DeployRecord): readonly string[] {
  return [
    ...record["newly-failed"].map(
      (unit) => `${unit} fails since then; the host serves without it`,
    ),
    ...record["still-failing"].map((unit) => `${unit} had failed before`),
    ...record.recovered.map(
      (unit) => `${unit} was said to have failed, but does not fail now`,
    ),
    ...record["users-failed"].map(
      (user) => `the units of the user ${user} could not be reloaded`,
    ),
  ]
}
