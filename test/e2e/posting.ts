import { randomInt } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"
import { expect } from "vitest"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"

/** A job that a host's ComfyUI has answered with an id. */
type Posted = { readonly id: string; readonly name: string }

/** Somebody who posts jobs all the time, and what they were answered. */
export type Posting = AsyncDisposable & {
  /** Jobs go to this port from now on. */
  readonly moveTo: (port: number) => void
  readonly posted: readonly Posted[]
  /** Ends it; see `expectDone`. */
  readonly end: () => Promise<readonly Posted[]>
}

/** Seconds that a job takes, and some more: as long as until the next one. */
const long = 0.04

/**
 * Puts 20 jobs into the queue of a host's ComfyUI, then one every 50 ms. Each
 * saves an image whose name is its own: done twice, it leaves two.
 */
export async function keepPosting(
  host: LabHost,
  { every = 50, first = 20, port = 8188, seconds = long } = {},
): Promise<Posting> {
  const faults = "/etc/sdlab/comfyui/faults"
  await host.exec(`mkdir -p ${faults}; echo ${seconds} >${faults}/job-seconds`)
  const stopped = new AbortController()
  const run = randomInt(2 ** 40).toString(36)
  const posted: Posted[] = []
  let to = port
  let count = 0
  const post = async () => {
    const name = `${run}-${String(count).padStart(5, "0")}`
    count += 1
    const id = await postJob(`http://${host.address}:${to}`, name, count)
    posted.push({ id, name })
  }
  for (let at = 0; at < first; at += 1) await post()
  const supplied = supply()
  const end = async () => {
    stopped.abort()
    await supplied
    return posted
  }
  return {
    end,
    moveTo: (other) => void (to = other),
    posted,
    async [Symbol.asyncDispose]() {
      await end()
      await host.exec(["rm", "-f", `${faults}/job-seconds`])
    },
  }

  async function supply(): Promise<void> {
    while (!stopped.signal.aborted) {
      // Not answered: then nobody was promised anything.
      await post().catch(() => {})
      await pause(every)
    }
  }
}

/** Posts a job whose image has that name; its id. More is said of it, if so. */
export async function postJob(
  url: string,
  name: string,
  count: number,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  // A graph that was seen before would be answered from the cache.
  const color = randomInt(2 ** 24)
  const empty = { batch_size: 1, color, height: 8, width: 8 }
  const save = { filename_prefix: name, images: ["1", 0] }
  const prompt = {
    "1": { class_type: "EmptyImage", inputs: empty },
    "2": { class_type: "SaveImage", inputs: save },
  }
  const client_id = `client-${count % 3}`
  // More than a double holds, as seeds are.
  const workflow = `{"name":"${name}","seed":18446744073709551615}`
  const body = JSON.stringify({
    client_id,
    extra_data: { extra_pnginfo: { workflow: "here" }, ...more },
    prompt,
  }).replace('"here"', workflow)
  const answer = await fetch(`${url}/prompt`, {
    body,
    // A new connection each time, as from many people.
    headers: { connection: "close" },
    method: "POST",
    signal: AbortSignal.timeout(5000),
  })
  const { prompt_id } = (await answer.json()) as { prompt_id: string }
  if (!answer.ok || prompt_id === undefined) throw new Error(`${answer.status}`)
  return prompt_id
}

const output = "/var/lib/comfyui/output"

/** Waits until all jobs are done; then each was done once, and in order. */
export async function expectDone(
  host: LabHost,
  jobs: readonly Posted[],
): Promise<void> {
  const [run] = (jobs[0]?.name ?? "").split("-")
  // Jobs of one tick have the same time; their names then say the order.
  const list = `find ${output} -name '${run}-*' -printf '%T@ %f\\n' | sort`
  let files: string[] = []
  const last = jobs.at(-1)?.name ?? ""
  const done = async () => {
    const lines = (await host.exec(list)).stdout.split("\n").filter(Boolean)
    files = lines.map((line) => line.split(" ")[1] ?? "")
    return files.some((file) => file.startsWith(last))
  }
  await waitFor(done, { deadline: 120, every: 0.5, what: "the last job" })
  const kept = files.map((file) => file.split("_")[0] ?? "")
  const wanted = jobs.map(({ name }) => name)
  const answered = new Set(wanted)
  // What was cut off before its answer may have been done all the same.
  const those = kept.filter((name) => answered.has(name))
  expect(those.toSorted()).toEqual(wanted)
  expect(those).toEqual(wanted)
}
