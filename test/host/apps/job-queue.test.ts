import { execFile, spawnSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, test as base } from "vitest"
import { type Running, startComfyui } from "../../standins/comfyui/start.ts"

const scripts = join(import.meta.dirname, "../../../nix/modules")
const has = (tool: string) => spawnSync(tool, ["--version"]).status === 0
const missing = !["curl", "jq"].every(has)

type Job = { readonly prompt_id: string } & Record<string, unknown>
type Entry = { readonly prompt: readonly unknown[] }

/** A ComfyUI that may be stopped and started, and the scripts of its unit. */
class Machine implements AsyncDisposable {
  readonly folder: string
  readonly made: string[] = []
  #app: Running | undefined

  constructor(folder: string) {
    this.folder = folder
  }

  async start(seconds = 0): Promise<void> {
    await mkdir(join(this.folder, "custom_nodes"), { recursive: true })
    await mkdir(join(this.folder, "tools"), { recursive: true })
    await this.pace(seconds)
    this.#app = await startComfyui({
      base: this.folder,
      faults: join(this.folder, "faults"),
      port: 0,
    })
  }

  /** Seconds that a job takes. */
  async pace(seconds: number): Promise<void> {
    await mkdir(join(this.folder, "faults"), { recursive: true })
    const text = String(seconds)
    await writeFile(join(this.folder, "faults", "job-seconds"), text)
  }

  get url(): string {
    return this.#app?.url ?? "http://127.0.0.1:1"
  }

  async stop(): Promise<void> {
    await this.#app?.stop()
    this.#app = undefined
  }

  /** A verb of /etc/sdops/app-queue; nft only says that it was called. */
  async queue(verb: string, shell = "sh"): Promise<void> {
    const program = `
      set -eu; export LC_ALL=C
      root=$1/root state_root=$1/state tools=$1/tools job_url=$2 port=1
      app_restart=drained quiet_hours=
      for tool in curl jq; do
        ln -sf "$(command -v $tool)" "$tools/$tool"
      done
      printf '#!/bin/sh\\necho "$*" >>%s/nft\\ncat >/dev/null\\n' "$1" \\
        >"$tools/nft"
      chmod +x "$tools/nft"
      say() { printf 'sdops: %s\\n' "$*" >&2; }
      . ${scripts}/intake.sh
      . ${scripts}/job-queue.sh
      . ${scripts}/quiet-hours.sh
      set -- ${verb}
      . ${scripts}/app-queue.sh`
    const words = ["-c", program, "sh", this.folder, this.url]
    await promisify(execFile)(shell, words)
  }

  async saved(): Promise<readonly string[]> {
    const files = await readdir(join(this.folder, "state/queue")).catch(
      () => [],
    )
    return files.filter((file) => /^\d+\.json$/.test(file))
  }

  async post(job: Record<string, unknown>): Promise<string> {
    const body = JSON.stringify(job).replaceAll('"SEED"', seed)
    const answer = await fetch(`${this.url}/prompt`, { body, method: "POST" })
    expect(answer.status).toBe(200)
    return ((await answer.json()) as { prompt_id: string }).prompt_id
  }

  async get<Answer>(path: string): Promise<Answer> {
    return (await fetch(`${this.url}${path}`)).json() as Promise<Answer>
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    await rm(this.folder, { force: true, recursive: true })
  }
}

/** As large as seeds get, which is more than a double holds. */
const seed = "18446744073709551615"

const test = base.extend<{ machine: Machine }>({
  machine: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "job-queue-"))
    await using machine = new Machine(folder)
    await machine.start(30)
    await use(machine)
  },
})

const graph = (color: number) => ({
  "1": {
    class_type: "EmptyImage",
    inputs: { batch_size: 1, color, height: 8, width: 8 },
  },
  "2": { class_type: "PreviewImage", inputs: { images: ["1", 0] } },
})

let color = 0
const job = (more: Record<string, unknown> = {}): Job => ({
  prompt: graph((color += 1)),
  prompt_id: randomUUID(),
  ...more,
})

/** Until all is done; the ids in the order in which they were done. */
async function done(machine: Machine): Promise<Record<string, Entry>> {
  for (;;) {
    const { exec_info } = await machine.get<{
      exec_info: { queue_remaining: number }
    }>("/prompt")
    if (exec_info.queue_remaining === 0) break
  }
  return machine.get("/history")
}

test.skipIf(missing)("a queue outlives a restart", async ({ machine }) => {
  const jobs = [
    job(),
    job({ client_id: "ada" }),
    job({ extra_data: { extra_pnginfo: { workflow: { seed: "SEED" } } } }),
    job({ number: 100 }),
    job({ partial_execution_targets: ["2"] }),
    job({ front: true }),
    job({ prompt_id: "any text: ü/..?" }),
  ]
  for (const one of jobs) await machine.post(one)
  await machine.queue("stop")
  expect(await machine.saved()).toHaveLength(jobs.length)
  const left = await machine.get<{ queue_pending: unknown[] }>("/queue")
  expect(left.queue_pending).toEqual([])
  await machine.stop()
  await machine.start()
  await machine.queue("give")
  const history = await done(machine)
  const [running, , , last] = jobs.map(({ prompt_id }) => prompt_id)
  const front = jobs[5]?.prompt_id
  const rest = [1, 2, 4, 6].map((at) => jobs[at]?.prompt_id)
  expect(Object.keys(history)).toEqual([running, front, ...rest, last])
  const of = (at: number) => history[jobs[at]?.prompt_id ?? ""]?.prompt
  expect(of(1)?.[2]).toEqual(jobs[1]?.["prompt"])
  expect(of(1)?.[3]).toEqual({ client_id: "ada" })
  expect(await machine.saved()).toEqual([])
})

test.skipIf(missing)(
  "what was done while it was written down isn't done again",
  async ({ machine }) => {
    await machine.pace(0)
    for (let at = 0; at < 30; at += 1) await machine.post(job())
    await machine.queue("stop")
    const before = await machine.get<Record<string, Entry>>("/history")
    const saved = await machine.saved()
    expect(Object.keys(before).length + saved.length).toBe(30)
  },
)

test.skipIf(missing)(
  "what the app has already isn't given twice",
  async ({ machine }) => {
    const jobs = [job(), job(), job()]
    for (const one of jobs) await machine.post(one)
    await machine.queue("stop")
    const folder = join(machine.folder, "state/queue")
    const kept = await readdir(folder)
    expect(kept.filter((file) => file.endsWith(".json"))).toHaveLength(3)
    await machine.pace(0)
    // As if it had been cut off between the answer and the next step.
    for (const one of jobs) await machine.post(one)
    await machine.queue("give")
    expect(await machine.saved()).toEqual([])
    const history = await done(machine)
    expect(Object.keys(history)).toEqual(jobs.map((one) => one.prompt_id))
  },
)

test.skipIf(missing)(
  "a job that the app refuses is kept aside, and the others go on",
  async ({ machine }) => {
    const jobs = [job(), job(), job()]
    for (const one of jobs) await machine.post(one)
    await machine.queue("stop")
    const folder = join(machine.folder, "state/queue")
    const broken = { ...jobs[1], prompt: { "1": { class_type: "Gone" } } }
    await writeFile(join(folder, "000002.json"), JSON.stringify(broken))
    await machine.pace(0)
    await machine.stop()
    await machine.start()
    await machine.queue("give")
    const history = await done(machine)
    expect(Object.keys(history)).toEqual([
      jobs[0]?.prompt_id,
      jobs[2]?.prompt_id,
    ])
    expect(await readdir(join(folder, "refused"))).toHaveLength(1)
  },
)

test.skipIf(missing)(
  "images that sdops makes itself are not saved",
  async ({ machine }) => {
    const id = randomUUID()
    await machine.post(job({ client_id: id, prompt_id: id }))
    await machine.queue("stop")
    expect(await machine.saved()).toEqual([])
  },
)

test.skipIf(missing)(
  "an app that is gone is no trouble",
  async ({ machine }) => {
    await machine.stop()
    await machine.queue("stop")
    await machine.queue("stopped")
    await machine.queue("starting")
    await machine.queue("give")
  },
)
