import type { Duplex } from "node:stream"
import { callbackify } from "node:util"
import type { Dispatcher, Pool } from "undici"
import { hungUp, late, noEnd } from "./why.ts"
import { type Dial, streamTo } from "./stream-to.ts"

/** A whole answer of an HTTP server, its body as it came. */
export type Whole = {
  readonly status: number
  readonly headers: Dispatcher.ResponseData["headers"]
  readonly body: Buffer
}

/** A server that many small questions are put to. */
export type Server = {
  /** Errors: of the stream; of time; of a body that is too long. */
  readonly get: (url: URL) => Promise<Whole>
  /** All that waits fails. */
  readonly close: (reason: Error) => void
}

export type ServerOptions = {
  readonly dial: Dial
  /** Seconds until the first connection to a server stands. */
  readonly connect: number
  /** Bytes of a body, as it comes and unpacked. */
  readonly largest: number
  /** Seconds without a byte, after which nobody waits any more. */
  readonly silence: number
  /** Seconds that the body of one answer may take in all. */
  readonly answer: number
  /** Connections to one server. */
  readonly streams: number
}

/** How a server is asked. */
type Way = {
  readonly streams: number
  /** Questions that wait on one stream; 0: a stream for each. */
  readonly depth: number
  readonly pool: Promise<Pool>
}

/** Few, so that a slow answer holds up few. */
const depth = 8

/** Bytes of a head. */
const largestHead = 65_536

/**
 * Streams to who serves an origin; they are opened as they are needed, and
 * kept. Who takes no more of them is asked on fewer, and who ends them without
 * a word is asked on each without haste, then on a new one each time; what it
 * has not answered is asked again then.
 */
export function serverOf(origin: URL, options: ServerOptions): Server {
  const { answer, connect, dial, largest, silence } = options
  const pools = new Set<Pool>()
  const open = new Set<Duplex>()
  const refusals = new WeakSet<Error>()
  const over = Promise.withResolvers<void>()
  let met = false
  let first: Promise<Duplex> | undefined
  let answers = false
  let closed: Error | undefined
  let way = wayOf({ depth, streams: options.streams }, Promise.resolve())
  return {
    close(reason) {
      closed ??= reason
      over.resolve()
      for (const pool of pools) pool.destroy(reason).catch(() => {})
      for (const one of open) one.destroy(reason)
    },
    async get(url) {
      for (;;) {
        const used = way
        const pool = await used.pool
        throwIfClosed()
        if (way !== used) continue
        const got = await asked(url, pool, used)
        if (got === undefined) continue
        answers = true
        return await whole(got)
      }
    },
  }

  function throwIfClosed(): void {
    if (closed !== undefined) throw closed
  }

  /** Undefined: it is to be asked again, in a milder way. */
  async function asked(url: URL, pool: Pool, used: Way) {
    try {
      return await pool.request(questionOf(url))
    } catch (error) {
      // Its pool has other words for it.
      throwIfClosed()
      const why = error as Error
      // Others may have met it before.
      if (way !== used && (hungUp(why) || refusals.has(why))) return undefined
      const next = milder(used, why)
      if (next === undefined) throw why
      const ended = pool.close().catch(() => {})
      way = wayOf(next, Promise.race([ended, over.promise]))
      return undefined
    }
  }

  /** Undefined: there is none. */
  function milder({ depth: most, streams }: Way, why: Error) {
    const fewer = Math.min(open.size, streams - 1)
    if (refusals.has(why) && fewer > 0) return { depth: most, streams: fewer }
    if (!hungUp(why) || !answers || most === 0) return undefined
    return { depth: most > 1 ? 1 : 0, streams }
  }

  function wayOf(how: Omit<Way, "pool">, after: Promise<void>): Way {
    return { ...how, pool: after.then(begin) }

    async function begin(): Promise<Pool> {
      const { Pool: PoolOf } = await import("undici")
      const quiet = Math.ceil(silence * 1000)
      const pool = new PoolOf(origin.origin, {
        bodyTimeout: quiet,
        // It needs no socket; any stream will do.
        connect: callbackify(opened) as never,
        connections: how.streams,
        headersTimeout: quiet,
        maxHeaderSize: largestHead,
        maxResponseSize: largest,
        pipelining: how.depth,
      })
      pools.add(pool)
      return pool
    }
  }

  async function opened(): Promise<Duplex> {
    try {
      return await stream()
    } catch (error) {
      first = undefined
      refusals.add(error as Error)
      throw error
    }
  }

  async function stream(): Promise<Duplex> {
    // One alone, until it is known whether anybody is there.
    if (!met && first !== undefined) await first
    throwIfClosed()
    // Who was there may be slow to take many streams at once.
    const seconds = { connect: met ? silence : connect, silence }
    first = streamTo(origin, dial, seconds)
    const one = await first
    met = true
    open.add(one)
    one.once("close", () => open.delete(one))
    if (closed !== undefined) one.destroy()
    throwIfClosed()
    return one
  }

  async function whole(got: Dispatcher.ResponseData): Promise<Whole> {
    const { body, headers, statusCode: status } = got
    const tooLong = Number(headers["content-length"]) > largest
    if (tooLong) body.destroy(noEnd())
    const limit = setTimeout(() => body.destroy(late()), answer * 1000)
    try {
      return { body: Buffer.from(await body.arrayBuffer()), headers, status }
    } finally {
      clearTimeout(limit)
    }
  }
}

function questionOf(url: URL): Dispatcher.RequestOptions {
  const { password, pathname, search, username } = url
  const words = [username, password].map(decodeURIComponent).join(":")
  const login = Buffer.from(words).toString("base64")
  return {
    // Those behind it needn't wait for its answer.
    blocking: false,
    headers: words === ":" ? {} : { authorization: `Basic ${login}` },
    method: "GET",
    path: `${pathname}${search}`,
  }
}
