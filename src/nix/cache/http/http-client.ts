import {
  type Server,
  type ServerOptions,
  serverOf,
  type Whole,
} from "./server.ts"
import { unpacked } from "./unpacked.ts"

/** What an HTTP server answered, its body unpacked. */
export type Answer = {
  readonly status: number
  readonly body: Buffer
}

export type HttpClient = Disposable & {
  /** Errors: of the stream; of time; of a body that is too long. */
  readonly get: (url: URL) => Promise<Answer>
}

export type HttpOptions = ServerOptions & {
  /** Ends all. */
  readonly signal: AbortSignal
}

/** Redirects that are followed; Nix follows as many as curl does. */
const hops = 5

/**
 * A client for many small questions: connections are kept and shared, answers
 * are bounded in size and time, and nothing is left open when it is disposed.
 */
export function httpClient(options: HttpOptions): HttpClient {
  const servers = new Map<string, Server>()
  let closed: Error | undefined
  const close = (error: Error) => {
    closed ??= error
    for (const server of servers.values()) server.close(error)
  }
  const stop = () => close(options.signal.reason)
  options.signal.addEventListener("abort", stop, { once: true })
  return {
    async get(url) {
      let at = url
      for (let hop = 0; hop <= hops; hop += 1) {
        options.signal.throwIfAborted()
        if (closed !== undefined) throw closed
        const { body, headers, status } = await serverAt(at).get(at)
        const moved = status >= 300 && status < 400
        const onwards = moved && headerOf(headers, "location")
        if (!onwards) {
          const encoding = headerOf(headers, "content-encoding")
          return {
            body: await unpacked(body, encoding, options.largest),
            status,
          }
        }
        at = new URL(onwards, at)
        if (!/^https?:$/.test(at.protocol)) break
      }
      throw new Error("it redirects without an end")
    },
    [Symbol.dispose]() {
      options.signal.removeEventListener("abort", stop)
      close(new Error("nobody asks any more"))
    },
  }

  function serverAt(url: URL): Server {
    const known = servers.get(url.origin)
    if (known !== undefined) return known
    const server = serverOf(url, options)
    servers.set(url.origin, server)
    return server
  }
}

/** Of one that is twice there, the first. */
function headerOf(headers: Whole["headers"], name: string): string | undefined {
  return [headers[name] ?? []].flat()[0]
}
