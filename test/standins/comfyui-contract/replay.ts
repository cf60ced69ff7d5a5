import { setTimeout as wait } from "node:timers/promises"
import { normalise } from "./normalise.ts"
import { send } from "./recording.ts"

/** A line of a recorded session. */
export type Moment = {
  readonly kind?: string
  readonly ws?: string
  readonly path?: string
  readonly message?: unknown
  readonly text?: unknown
  readonly request?: string
  readonly body?: unknown
  readonly status?: number
  readonly answer?: { readonly prompt_id?: string; readonly number?: number }
  readonly by?: string
}

export type Replayed = {
  /** What each socket got, and was got when recorded, normalised. */
  readonly got: { [socket: string]: unknown[] }
  readonly recorded: { [socket: string]: unknown[] }
  readonly statuses: (readonly [got: number, recorded: number | undefined])[]
}

/**
 * The job of recordings that don't say what they sent. The first one still runs
 * when all have been sent, however slowly.
 */
const unsaid = (id: string | undefined, nonce: number, isFirst: boolean) => ({
  client_id: "client-a",
  prompt: {
    "1": {
      class_type: "EmptyImage",
      inputs: { batch_size: 1, color: nonce, height: 64, width: 64 },
    },
    "2": {
      class_type: "RecSleep",
      inputs: { image: ["1", 0], nonce, seconds: isFirst ? 8 : 0.6, steps: 2 },
    },
    "3": {
      class_type: "SaveImage",
      inputs: { filename_prefix: "queue/job", images: ["2", 0] },
    },
  },
  prompt_id: id,
})

/**
 * Does what the client did, each step once all that had arrived before it has
 * arrived again; then waits for the rest of the messages. `silence`: seconds
 * without a message after which none is expected.
 */
export async function replay(
  moments: readonly Moment[],
  port: number,
  silence = 8,
): Promise<Replayed> {
  const sockets = new Map<string, WebSocket>()
  const got: { [socket: string]: unknown[] } = {}
  const recorded: { [socket: string]: unknown[] } = {}
  const statuses: [number, number | undefined][] = []
  const ids = new Map<string, string>()
  // How far a job comes before it sees an interrupt, no replay can repeat.
  const steady = moments.some(({ message }) => typeOf(message) === interrupted)
    ? (message: unknown) => !typeOf(message).startsWith("progress")
    : () => true
  const arrived = () =>
    Object.entries(recorded).every(([name, messages]) => {
      const there = got[name] ?? []
      return (
        there.length >= messages.length &&
        there.filter(steady).length >= messages.filter(steady).length
      )
    })
  const catchUp = async () => {
    let [seen, until] = [0, 0]
    while (!arrived()) {
      const now = Object.values(got).flat().length
      if (now !== seen || until === 0) until = Date.now() + silence * 1000
      if (Date.now() > until) return
      seen = now
      await wait(5)
    }
  }
  for (const moment of moments) {
    const name = moment.ws ?? ""
    if (moment.kind === "text") {
      ;(recorded[name] ??= []).push(normalise(moment.message))
      continue
    }
    if (moment.kind === "open") {
      await catchUp()
      const messages: unknown[] = (got[name] ??= [])
      sockets.set(name, await open(port, moment.path ?? "", messages))
    }
    if (moment.kind === "sent") {
      const { text } = moment
      const plain = typeof text === "string" ? text : JSON.stringify(text)
      sockets.get(name)?.send(plain)
    }
    if (moment.kind === "closed" && moment.by === "client") {
      await catchUp()
      sockets.get(name)?.close()
    }
    if (moment.kind === "http") {
      await catchUp()
      const [method = "", path = ""] = (moment.request ?? "").split(" ")
      const body =
        moment.body ??
        unsaid(
          moment.answer?.prompt_id,
          moments.indexOf(moment),
          statuses.length === 0,
        )
      const asked = body as { prompt_id?: string }
      const id = ids.get(asked.prompt_id ?? "")
      const own = id === undefined ? body : { ...asked, prompt_id: id }
      const answer = await send({ body: own, method, path }, port)
      const given = (answer.body as { prompt_id?: string }).prompt_id ?? ""
      ids.set(moment.answer?.prompt_id ?? "none", given)
      statuses.push([answer.status, moment.status])
    }
  }
  await catchUp()
  return { got: only(got), recorded: only(recorded), statuses }

  function only(all: Replayed["got"]): Replayed["got"] {
    const pairs = Object.entries(all).map(
      ([name, messages]) => [name, messages.filter(steady)] as const,
    )
    return Object.fromEntries(pairs)
  }
}

const interrupted = "execution_interrupted"

function typeOf(message: unknown): string {
  return String((message as { type?: unknown } | undefined)?.type)
}

/** A connected socket that puts what it gets, normalised, into a list. */
export async function open(
  port: number,
  path: string,
  into: unknown[],
): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`)
  socket.addEventListener("message", ({ data }) => {
    // What isn't text is a preview.
    if (typeof data === "string") into.push(normalise(JSON.parse(data)))
  })
  await new Promise((done, fail) => {
    socket.addEventListener("open", done)
    socket.addEventListener("error", fail)
  })
  return socket
}
