import { always, bad, type Check, ok, warn } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import { runningIn } from "../../../host/record/running.ts"
import type { HostSight } from "../../sight.ts"

const folder = "/nix/var/sdops/queue"

export const queue: Check<HostSight> = {
  id: "app/queue",
  looksAt: "whether jobs of ComfyUI stand still, or a restart of it waits",
  means: "jobs are not done, or ComfyUI still runs as it was before",
  appliesTo: always,
  judge({ apps, facts, host }) {
    const running = runningIn(facts.deployments)
    const stuck = apps.find(({ stuckJobs }) => stuckJobs > 0)
    if (stuck !== undefined && running === undefined)
      return bad({
        // Its unit saves the queue, and gives it back.
        cure: [onHost(host, `systemctl restart ${stuck.unit}`)],
        finding: `${stuck.name} has jobs that wait, and does none of them`,
      })
    const standing = apps.find((app) => app.standingJob !== undefined)
    if (standing !== undefined && running === undefined)
      return bad({
        cure: [onHost(host, `systemctl restart ${standing.unit}`)],
        finding:
          `${standing.name}'s running job makes no progress: begun ` +
          `${standing.standingJob} minutes ago, it uses neither CPU nor GPU`,
      })
    const { queueRefused, queueSaved, restarts } = facts
    // It has them in hand.
    if (queueSaved > 0 && running === undefined)
      return warn({
        finding: `comfyui still lacks ${jobs(queueSaved)}`,
        cure: [onHost(host, "systemctl restart comfyui-queue.service")],
      })
    if (queueRefused > 0)
      return warn({
        finding: `comfyui has refused ${jobs(queueRefused)}, kept on the host`,
        cure: [onHost(host, `ls ${folder}/refused`)],
      })
    const [first] = restarts
    if (first !== undefined)
      return warn({
        finding: `${restarts.join(", ")} is restarted once it is idle`,
        cure: [onHost(host, `systemctl restart ${first}`)],
      })
    return ok("no job and no restart waits")
  },
}

function jobs(count: number): string {
  return count === 1 ? "1 saved job" : `${count} saved jobs`
}
