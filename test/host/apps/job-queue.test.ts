import { randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test as base } from "vitest"
import { type Entry, type Job, Machine, missing } from "./queue-machine.ts"

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

test.skipIf(missing)(
  "what isn't JSON is set aside, and a full disk says nothing of a job",
  async ({ machine }) => {
    for (const one of [job(), job(), job()]) await machine.post(one)
    await machine.queue("stop")
    const folder = join(machine.folder, "state/queue")
    await rm(join(folder, "disk"))
    await symlink("/dev/full", join(folder, "disk"))
    await machine.queue("stop")
    expect(await machine.saved()).toHaveLength(3)
    await rm(join(folder, "disk"))
    await writeFile(join(folder, "000002.json"), '{"prompt')
    await machine.queue("stop")
    expect(await machine.saved()).toEqual(["000001.json", "000003.json"])
    expect(await readdir(folder)).toContain("000002.json.bad")
  },
)

test.skipIf(missing)(
  "clients wait at a start until saved jobs are back, whoever has them in hand",
  async ({ machine }) => {
    const closed = () => existsSync(join(machine.folder, "closed"))
    await machine.queue("starting")
    expect(closed()).toBe(false)
    await machine.post(job())
    await machine.queue("stop")
    await machine.queue("stopped")
    const held = join(machine.folder, "root/run/sdops/id")
    await mkdir(held, { recursive: true })
    await writeFile(join(held, "queue-held"), "")
    // A boot came between: nobody has closed it.
    await machine.queue("starting")
    expect(closed()).toBe(true)
    const calls = () => readFile(join(machine.folder, "nft"), "utf8")
    const before = await calls()
    // Who holds it lets some users in, which stays so.
    await machine.queue("starting")
    expect((await calls()).slice(before.length)).toMatch(/^list .*\n$/)
  },
)
