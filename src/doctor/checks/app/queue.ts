import { always, type Check, ok, warn } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import { runningIn } from "../../../host/record/running.ts"
import type { HostSight } from "../../sight.ts"

const folder = "/nix/var/sdops/queue"

export const queue: Check<HostSight> = {
  id: "app/queue",
  looksAt: "whether jobs or a restart of ComfyUI wait on the host",
  means: "saved jobs are not done, or ComfyUI still runs as it was before",
  appliesTo: always,
  judge({ facts, host }) {
    const { queueRefused, queueSaved, restarts } = facts
    // It has them in hand.
    if (queueSaved > 0 && runningIn(facts.deployments) === undefined)
      return warn({
        finding: `${jobs(queueSaved)} of comfyui wait to be given back`,
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
