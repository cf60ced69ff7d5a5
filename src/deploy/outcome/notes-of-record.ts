import type { DeployRecord } from "../../host/record/deploy-record.ts"

/**
 * What the end leaves to do: jobs that an app has not taken back. Of a
 * candidate that was kept also what wasn't held against it: failed units, and
 * an activation that exited with 4.
 */
export function notesOfRecord(record: DeployRecord): readonly string[] {
  return [...waitingJobs(record), ...notHeldAgainst(record)]
}

function waitingJobs({ jobsWaiting }: DeployRecord): readonly string[] {
  if (jobsWaiting === 0) return []
  const jobs = jobsWaiting === 1 ? "1 saved job" : `${jobsWaiting} saved jobs`
  const where = "in /nix/var/sdops/queue"
  return [`${jobs} of comfyui wait ${where}; it gets them once it answers`]
}

function notHeldAgainst(record: DeployRecord): readonly string[] {
  if (!["committed", "degraded", "tested"].includes(record.state)) return []
  const reasons = reasonsOf(record)
  if (record.activationExit !== "4") return reasons
  const first = "the activation exited with 4, but the new system was kept:"
  return [first, ...(reasons.length > 0 ? reasons : ["no unit is failed now"])]
}

function reasonsOf(record: DeployRecord): readonly string[] {
  return [
    ...record.newlyFailed.map(
      (unit) => `${unit} has failed since; the host serves without it`,
    ),
    ...record.stillFailing.map((unit) => `${unit} had failed before`),
    ...record.recovered.map(
      (unit) => `${unit} was reported as failed, but has recovered`,
    ),
    ...record.usersFailed.map(
      (user) => `the units of the user ${user} could not be reloaded`,
    ),
  ]
}
