import { expect } from "vitest"
import { test } from "../../apps/comfyui-on-hand.ts"
import type { Item } from "../comfyui/queue.ts"
import { normalise } from "./normalise.ts"
import { recorderNodes } from "./recorder-nodes.ts"
import {
  type Exchange,
  readRecording,
  recordedBody,
  send,
} from "./recording.ts"

type Queue = { queue_pending: Item[]; queue_running: Item[] }
type Step = {
  kind?: string
  after?: string
  ids?: string[]
  queue_pending_in_wire_order?: { prompt_id: string }[]
}

/** How they were sent, from the note in queue/operations. */
const asked: { [id: string]: object } = {
  "400": {},
  "401": {},
  "402": { number: 10 },
  "403": { front: true },
  "404": { number: 0.5 },
  "405": {},
  "406": { number: -100 },
  "407": { number: 10 },
  "408": { front: true },
}

const idOf = (item: Item) => item[1]

test("nine jobs lie, go and run in the recorded order", async ({ comfyui }) => {
  const recorded = await readRecording<Queue>("queue/get-queue-nine-jobs.json")
  const steps = await readRecording<Step[]>("queue/operations.jsonl")
  const server = await comfyui({ nodes: recorderNodes(20) })
  const post = (path: string, body: unknown) =>
    send({ body, method: "POST", path }, server.port)
  const get = async (path: string) =>
    (await send({ method: "GET", path }, server.port)).body
  const pending = async () => ((await get("/queue")) as Queue).queue_pending

  const items = [...recorded.queue_running, ...recorded.queue_pending]
  for (const [short, how] of Object.entries(asked)) {
    const item = items.find(([, id]) => id.endsWith(short))
    const [, prompt_id, prompt] = item ?? []
    const long = short === "400" ? lengthen(prompt) : prompt
    await post("/prompt", { ...how, prompt: long, prompt_id })
    if (short === "400") {
      await expect.poll(async () => (await pending()).length).toBe(0)
    }
  }
  expect((await pending()).map(idOf)).toEqual(recorded.queue_pending.map(idOf))
  const numbers = recorded.queue_pending.map(([number]) => number)
  expect((await pending()).map(([number]) => number)).toEqual(numbers)

  const gone = "00000000-0000-4000-8000-000000000405"
  await post("/queue", { delete: [gone, "unknown-id"] })
  const deleted = steps.find(({ after }) => after === "deleted 405")
  const wanted = deleted?.queue_pending_in_wire_order ?? []
  const left = wanted.map(({ prompt_id }) => prompt_id)
  expect((await pending()).map(idOf)).toEqual(left)

  const running = "00000000-0000-4000-8000-000000000400"
  await post("/queue", { delete: [running] })
  await post("/interrupt", { prompt_id: left.at(-1) })
  expect((await pending()).map(idOf)).toEqual(left)

  await post("/interrupt", { prompt_id: running })
  await expect
    .poll(() => get("/prompt"))
    .toEqual({ exec_info: { queue_remaining: 0 } })
  const history = steps.find(({ kind }) => kind === "history-order")
  expect(Object.keys((await get("/history")) as object)).toEqual(history?.ids)
})

/**
 * The first job must still run when all have been sent, however slowly, and
 * see soon that it is interrupted.
 */
function lengthen(prompt: Item[2] | undefined) {
  const text = JSON.stringify(prompt)
    .replace(/"seconds":[\d.]+/, '"seconds":2400')
    .replace(/"steps":\d+/, '"steps":1200')
  return JSON.parse(text) as unknown
}

test("a second job of equal id and number is 500, but runs", async ({
  comfyui,
}) => {
  const [first, second, third, queue] = await readRecording<Exchange[]>(
    "queue/same-id-and-number-twice.json",
  )
  const server = await comfyui({ nodes: recorderNodes(1) })
  const busy = (recordedBody(queue as Exchange) as Queue).queue_running[0]
  const body = { prompt: busy?.[2], prompt_id: busy?.[1] }
  await send({ body, method: "POST", path: "/prompt" }, server.port)
  for (const recorded of [first, second, third, queue] as Exchange[]) {
    const answer = await send(recorded.request, server.port)
    expect(answer.status).toBe(recorded.response.status)
    const wanted = normalise(recordedBody(recorded)) as Queue
    const found = normalise(answer.body) as Queue
    const running = found.queue_running?.[0]
    // The counter's value depends on what came before the recording.
    if (running !== undefined) running[0] = wanted.queue_running[0]?.[0] ?? 0
    expect(found).toEqual(wanted)
  }
})
