import { Agent, type IncomingMessage, request } from "node:http"
import type { Socket } from "node:net"
import type { Duplex } from "node:stream"
import { type Dial, streamTo } from "./stream-to.ts"
import { unpacked } from "./unpacked.ts"

/** What an HTTP server answered, its body unpacked. */
export type Answer = {
  readonly status: number
  readonly body: Buffer
}

export type HttpClient = Disposable & {
  /** Errors: of the stream; `TimeoutError`; of a body that is too long. */
  readonly get: (url: URL) => Promise<Answer>
}

export type HttpOptions = {
  readonly dial: Dial
  /** Seconds until the first connection to a server stands. */
  readonly connect: number
  /** Bytes of a body, as it comes and unpacked. */
  readonly largest: number
  /** Seconds without a byte, after which nobody waits any more. */
  readonly silence: number
  /** Seconds that one answer may take in all. */
  readonly answer: number
  readonly signal: AbortSignal
  /** Connections to one server. */
  readonly streams: number
}

/** Redirects that are followed; Nix follows as many as curl does. */
const hops = 5

/**
 * A client for many small questions: connections are kept and shared, answers
 * are bounded in size and time, and nothing is left open when it is disposed.
 */
export function httpClient(options: HttpOptions): HttpClient {
  const agents = new Map<string, Agent>()
  return {
    async get(url) {
      let at = url
      for (let hop = 0; hop <= hops; hop += 1) {
        const answer = await ask(at, agentOf(at), options)
        if (answer.onwards === undefined) return answer
        at = new URL(answer.onwards, at)
        if (!/^https?:$/.test(at.protocol)) break
      }
      throw new Error("it redirects without an end")
    },
    [Symbol.dispose]() {
      for (const agent of agents.values()) agent.destroy()
    },
  }

  function agentOf(url: URL): Agent {
    const known = agents.get(url.origin)
    if (known !== undefined) return known
    const agent = keptStreams(url, options)
    agents.set(url.origin, agent)
    return agent
  }
}

/** Streams that stay open; those through SSH are no sockets. */
function keptStreams(
  url: URL,
  { connect, dial, silence, streams }: HttpOptions,
): Agent {
  let met = false
  const agent = new Agent({ keepAlive: true, maxSockets: streams })
  return Object.assign(agent, {
    createConnection(_: unknown, done: Done) {
      void open(done)
    },
  })

  async function open(done: Done): Promise<void> {
    // Who was there may be slow to take many streams at once.
    const seconds = { connect: met ? silence : connect, silence }
    try {
      const stream = await streamTo(url, dial, seconds)
      met = true
      done(null, asSocket(stream))
    } catch (error) {
      done(error as Error)
    }
  }
}

type Done = (error: Error | null, stream?: Socket) => void

/** A stream with what an agent asks of a socket; through SSH it has none. */
function asSocket(stream: Duplex): Socket {
  const idle = () => stream
  const none = { ref: idle, setKeepAlive: idle, setTimeout: idle, unref: idle }
  return ("ref" in stream ? stream : Object.assign(stream, none)) as Socket
}

type Hop = Answer & { readonly onwards?: string }

async function ask(url: URL, agent: Agent, options: HttpOptions): Promise<Hop> {
  const { answer, largest, signal, silence } = options
  const { promise, reject, resolve } = Promise.withResolvers<Hop>()
  // A stream through SSH doesn't say what it was destroyed for.
  let why: Error | undefined
  const giveUp = (error: Error) => {
    why ??= error
    asked.destroy(error)
  }
  const late = () => giveUp(new DOMException("late", "TimeoutError"))
  // Waiting for a free stream is not the server's fault.
  let whole: NodeJS.Timeout | undefined
  let quiet: NodeJS.Timeout | undefined
  const asked = request(url, { agent, protocol: "http:", signal })
  asked.once("socket", () => {
    whole = setTimeout(late, answer * 1000)
    quiet = setTimeout(late, silence * 1000)
  })
  asked.on("error", (error) => reject(why ?? error))
  asked.once("response", (response: IncomingMessage) => {
    const chunks: Buffer[] = []
    let size = 0
    response.on("data", (chunk: Buffer) => {
      quiet?.refresh()
      size += chunk.length
      if (size > largest) giveUp(new Error("its answer has no end"))
      else chunks.push(chunk)
    })
    response.on("error", (error) => reject(why ?? error))
    response.once("end", () => {
      const { headers, statusCode: status = 0 } = response
      const onwards = status >= 300 && status < 400 && headers.location
      const encoding = headers["content-encoding"]
      unpacked(Buffer.concat(chunks), encoding, largest).then(
        (body) => resolve({ body, status, ...(onwards && { onwards }) }),
        reject,
      )
    })
  })
  asked.end()
  try {
    return await promise
  } finally {
    clearTimeout(whole)
    clearTimeout(quiet)
  }
}
