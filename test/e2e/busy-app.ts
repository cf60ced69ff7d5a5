import { randomInt } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"

/** A ComfyUI that always has work, until it is let go. */
export type BusyApp = AsyncDisposable & {
  /** Ends the supply; the ids of all jobs, which the app still has to do. */
  readonly release: () => Promise<readonly string[]>
}

/**
 * Keeps three jobs in the queue of a host's ComfyUI. Each saves an image whose
 * name is its own. Answers when the first is in the queue. `seconds` is what
 * that one takes; those after it take 2.
 */
export async function keepBusy(host: LabHost, seconds = 2): Promise<BusyApp> {
  const url = `http://${host.address}:8188`
  const faults = "/etc/sdlab/comfyui/faults"
  // What others have left there would be taken for the first job.
  const idle = async () => (await queued(url)) === 0
  await waitFor(idle, { deadline: 60, every: 0.1, what: "an empty queue" })
  const take = (long: number) => `echo ${long} >${faults}/job-seconds`
  await host.exec(`mkdir -p ${faults}; ${take(seconds)}`)
  const ids: string[] = []
  // A graph that was seen before would be answered from the cache.
  let colour = randomInt(2 ** 20)
  const stopped = new AbortController()
  ids.push(await post(url, colour++))
  if (seconds !== 2) {
    await waitFor(async () => (await running(url)) > 0, {
      deadline: 10,
      every: 0.05,
      what: "the first job to run",
    })
    await host.exec(take(2))
  }
  const supplied = supply()
  const release = async () => {
    stopped.abort()
    await supplied
    return ids
  }
  const end = async () => {
    await release()
    await host.exec(["rm", "-f", `${faults}/job-seconds`])
  }
  return { release, [Symbol.asyncDispose]: end }

  async function supply(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        if ((await queued(url)) < 3) ids.push(await post(url, colour++))
      } catch {
        // Before the app is stopped, its clients are kept away.
      }
      await pause(100)
    }
  }
}

/** Images that jobs have left on a host, which outlive the app's process. */
export async function imagesOn(host: LabHost): Promise<number> {
  const script = "ls /var/lib/comfyui/output | grep -c '^job_.*png$'"
  return Number((await host.exec(script)).stdout)
}

/** Jobs that run or wait. */
export async function queued(url: string): Promise<number> {
  const answer = await fetch(`${url}/prompt`)
  const { exec_info } = (await answer.json()) as {
    exec_info: { queue_remaining: number }
  }
  return exec_info.queue_remaining
}

async function running(url: string): Promise<number> {
  const answer = await fetch(`${url}/queue`)
  const { queue_running } = (await answer.json()) as {
    queue_running: readonly unknown[]
  }
  return queue_running.length
}

async function post(url: string, colour: number): Promise<string> {
  const empty = { batch_size: 1, color: colour, height: 8, width: 8 }
  const save = { filename_prefix: "job", images: ["1", 0] }
  const prompt = {
    "1": { class_type: "EmptyImage", inputs: empty },
    "2": { class_type: "SaveImage", inputs: save },
  }
  const body = JSON.stringify({ prompt })
  const answer = await fetch(`${url}/prompt`, { body, method: "POST" })
  const { prompt_id } = (await answer.json()) as { prompt_id: string }
  return prompt_id
}
