import { randomBytes } from "node:crypto"
import { request as httpRequest } from "node:http"
import type { Duplex } from "node:stream"
import { z } from "zod"
import type { AppContext, Progress } from "../app.ts"
import { type AppPlace, authority } from "../place.ts"
import { streamTo } from "../request.ts"

const told = z.looseObject({
  data: z.looseObject({ max: z.number(), value: z.number() }),
  type: z.literal("progress"),
})

/** Bytes of a message; a preview is some hundred thousand. */
const largest = 16 * 1024 * 1024

/**
 * Listens to the steps of a prompt whose client id this is, until it is
 * disposed of. What keeps it from hearing changes nothing: whether the prompt
 * is done, history tells. Source: research/comfyui.md §1; RFC 6455, 5.2.
 */
export async function progressOf(
  id: string,
  place: AppPlace,
  onStep: (progress: Progress) => void,
  context: AppContext,
): Promise<Disposable> {
  const seconds = context.limits.answer
  const signal = AbortSignal.any([
    context.signal,
    AbortSignal.timeout(seconds * 1000),
  ])
  try {
    const { close, stream } = await streamTo(place, signal)
    const socket = await upgraded(id, place, stream, signal).catch(
      (error: unknown) => {
        close()
        throw error
      },
    )
    listen(socket, (text) => {
      const heard = told.safeParse(parsed(text))
      if (heard.success) onStep(heard.data.data)
    })
    return { [Symbol.dispose]: close }
  } catch {
    context.signal.throwIfAborted()
    return { [Symbol.dispose]: () => {} }
  }
}

function upgraded(
  id: string,
  place: AppPlace,
  stream: Duplex,
  signal: AbortSignal,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({
      createConnection: () => stream,
      headers: {
        Connection: "Upgrade",
        Host: authority(place),
        "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
        "Sec-WebSocket-Version": "13",
        Upgrade: "websocket",
      },
      path: `/ws?clientId=${id}`,
      signal,
    })
    sent.on("upgrade", (_, socket, head) => {
      socket.unshift(head)
      resolve(socket)
    })
    sent.on("response", () => reject(new Error("no WebSocket")))
    sent.on("error", reject)
    sent.end()
  })
}

function listen(socket: Duplex, onText: (text: string) => void): void {
  let waiting = Buffer.alloc(0)
  socket.on("error", () => {})
  socket.on("data", (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk])
    for (;;) {
      const frame = frameAt(waiting)
      if (frame === undefined) break
      waiting = waiting.subarray(frame.end)
      if (frame.code === 1) onText(frame.data.toString("utf8"))
    }
    if (waiting.length > largest) socket.destroy()
  })
}

/** The first whole message; a server's has no mask. */
function frameAt(bytes: Buffer) {
  if (bytes.length < 2) return undefined
  const short = (bytes[1] ?? 0) & 0x7f
  const from = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < from) return undefined
  const length =
    short === 126
      ? bytes.readUInt16BE(2)
      : short === 127
        ? Number(bytes.readBigUInt64BE(2))
        : short
  const end = from + length
  if (bytes.length < end) return undefined
  return { code: (bytes[0] ?? 0) & 0x0f, data: bytes.subarray(from, end), end }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
