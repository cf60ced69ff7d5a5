import { waitFor } from "../../lab/wait.ts"
import type { Item } from "../comfyui/queue.ts"
import type { Look } from "./look.ts"
import { normalise } from "./normalise.ts"
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

type Server = { readonly port: number }

const call = (server: Server) => ({
  get: async (path: string) =>
    (await send({ method: "GET", path }, server.port)).body,
  post: (path: string, body: unknown) =>
    send({ body, method: "POST", path }, server.port),
})

/**
 * Sends nine jobs to a fresh server that has the recorder's nodes, deletes and
 * interrupts, and waits for the end: how they lie and in which order they run.
 */
export async function playNineJobs(server: Server): Promise<readonly Look[]> {
  const recorded = await readRecording<Queue>("queue/get-queue-nine-jobs.json")
  const steps = await readRecording<Step[]>("queue/operations.jsonl")
  const { get, post } = call(server)
  const pending = async () => ((await get("/queue")) as Queue).queue_pending
  const looks: Look[] = []
  const look = (name: string, got: unknown, wanted: unknown) =>
    looks.push({ got, name: `queue: ${name}`, wanted })

  const items = [...recorded.queue_running, ...recorded.queue_pending]
  for (const [short, how] of Object.entries(asked)) {
    const item = items.find(([, id]) => id.endsWith(short))
    const [, prompt_id, prompt] = item ?? []
    const long = short === "400" ? lengthen(prompt) : prompt
    await post("/prompt", { ...how, prompt: long, prompt_id })
    if (short !== "400") continue
    const runs = async () => (await pending()).length === 0
    await waitFor(runs, { deadline: 240, what: "the first job to run" })
  }
  const lie = await pending()
  look("nine jobs", lie.map(idOf), recorded.queue_pending.map(idOf))
  const numbers = recorded.queue_pending.map(([number]) => number)
  look(
    "their numbers",
    lie.map(([number]) => number),
    numbers,
  )

  const gone = "00000000-0000-4000-8000-000000000405"
  await post("/queue", { delete: [gone, "unknown-id"] })
  const deleted = steps.find(({ after }) => after === "deleted 405")
  const wanted = deleted?.queue_pending_in_wire_order ?? []
  const left = wanted.map(({ prompt_id }) => prompt_id)
  look("one deleted", (await pending()).map(idOf), left)

  const running = "00000000-0000-4000-8000-000000000400"
  await post("/queue", { delete: [running] })
  await post("/interrupt", { prompt_id: left.at(-1) })
  look("no effect", (await pending()).map(idOf), left)

  await post("/interrupt", { prompt_id: running })
  await idle(server)
  const history = steps.find(({ kind }) => kind === "history-order")
  const ran = Object.keys((await get("/history")) as object)
  look("the order in which they ran", ran, history?.ids)
  return looks
}

/** Sends a second job of equal id and number while the first one runs. */
export async function playSameTwice(server: Server): Promise<readonly Look[]> {
  const exchanges = await readRecording<Exchange[]>(
    "queue/same-id-and-number-twice.json",
  )
  const queue = exchanges[3] as Exchange
  const busy = (recordedBody(queue) as Queue).queue_running[0]
  const { post } = call(server)
  await post("/prompt", { prompt: busy?.[2], prompt_id: busy?.[1] })
  const looks: Look[] = []
  for (const [at, recorded] of exchanges.slice(0, 4).entries()) {
    const answer = await send(recorded.request, server.port)
    const wanted = normalise(recordedBody(recorded)) as Queue
    const found = normalise(answer.body) as Queue
    const running = found.queue_running?.[0]
    // The counter's value depends on what came before the recording.
    if (running !== undefined) running[0] = wanted.queue_running[0]?.[0] ?? 0
    looks.push({
      got: [answer.status, found],
      name: `queue: the same twice, ${at + 1}`,
      wanted: [recorded.response.status, wanted],
    })
  }
  return looks
}

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

/** Waits until a server has nothing to do. */
export async function idle({ port }: Server): Promise<void> {
  const nothing = async () => {
    const { body } = await send({ method: "GET", path: "/prompt" }, port)
    const { exec_info } = body as { exec_info: { queue_remaining: number } }
    return exec_info.queue_remaining === 0
  }
  await waitFor(nothing, { deadline: 240, what: "an empty queue" })
}
