import { randomInt } from "node:crypto"
import { postJob } from "../e2e/posting.ts"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"
import { faultsFolder as faults } from "./candidate.ts"
import { on } from "./place.ts"

const output = "/var/lib/comfyui/output"

/** Four jobs that were answered with an id, of which the first runs. */
export async function postJobs(host: LabHost): Promise<readonly string[]> {
  await on(host, `: >${faults}/hold-jobs`)
  const run = randomInt(2 ** 40).toString(36)
  const names = [0, 1, 2, 3].map((number) => `${run}-${number}`)
  for (const [at, name] of names.entries())
    await postJob(`http://${host.address}:8188`, name, at)
  return names
}

/** The running job may end. */
export async function releaseJobs(host: LabHost): Promise<void> {
  await host.exec(["rm", "-f", `${faults}/hold-jobs`])
}

/**
 * All are on the disk, and none waits in the app any more, which would run it
 * once the running job is over.
 */
export const saved = `[ -e /nix/var/sdops/queue/000004.json ] &&
  curl -s http://127.0.0.1:8188/queue |
    jq -e ".queue_pending == []" >/dev/null`

/** The running job ends as soon as all are saved, which a drain waits for. */
export async function releaseOnceSaved(host: LabHost): Promise<void> {
  const script = `until { ${saved}; } ||
    ! [ -e ${faults}/hold-jobs ]; do sleep 0.3; done
    rm -f ${faults}/hold-jobs`
  await on(
    host,
    // A unit would need room in /run.
    `setsid --fork sh -c '${script}' </dev/null >/dev/null 2>&1`,
  )
}

/** Nothing waits, neither in the app nor on the disk. */
const over = `
  ! ls /nix/var/sdops/queue/[0-9]*.json 2>/dev/null || exit 1
  curl -sf http://127.0.0.1:8188/queue |
    jq -e '.queue_running == [] and .queue_pending == []'`

/** `kept`: each was done once and in order; else what became of them. */
export async function fateOf(
  host: LabHost,
  names: readonly string[],
): Promise<string> {
  await releaseJobs(host)
  const done = async () => (await host.exec(over)).exit === 0
  await waitFor(done, { deadline: 60, every: 0.2, what: "the jobs to be done" })
  const [run = ""] = (names[0] ?? "").split("-")
  const list = `find ${output} -name '${run}-*' -printf '%T@ %f\\n' | sort`
  const lines = (await on(host, list)).split("\n").filter(Boolean)
  const kept = lines.map((line) => line.split(/[ _]/)[1] ?? "")
  if (kept.join() === names.join()) return "kept"
  return kept.length === 0 ? "lost" : `${kept.length}: ${kept.join(" ")}`
}
