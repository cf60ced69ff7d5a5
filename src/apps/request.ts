import { abandoned } from "../remote/abandoned.ts"
import { request as httpRequest } from "node:http"
import { isIP } from "node:net"
import type { Duplex } from "node:stream"
import { connect as connectTls } from "node:tls"
import type { AppContext } from "./app.ts"
import { type AppPlace, authority } from "./place.ts"

export type Call = {
  readonly method?: "GET" | "POST"
  readonly path: string
  readonly body?: unknown
  /** Whether an image may come, which is longer than any other answer. */
  readonly image?: boolean
}

export type Answer = {
  readonly status: number
  readonly type: string
  readonly body: Buffer
}

/** Bytes; a PNG of 4096 x 4096 pixels of noise is 50 MiB. */
const largestImage = 64 * 1024 * 1024

/** Bytes; JSON takes up to thirty times as much memory when it is read. */
const largest = 12 * 1024 * 1024

/**
 * One HTTP call to an app over a stream of its own; no Origin header, which
 * ComfyUI would compare with Host. Errors: those of the stream, and
 * TimeoutError after `limits.answer` seconds: the outcome is then unknown.
 */
export async function request(
  place: AppPlace,
  call: Call,
  context: AppContext,
): Promise<Answer> {
  const signal = AbortSignal.any([
    context.signal,
    AbortSignal.timeout(context.limits.answer * 1000),
  ])
  const { close, stream } = await streamTo(place, signal)
  const most = call.image === true ? largestImage : largest
  const text = call.body === undefined ? "" : JSON.stringify(call.body)
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const sent = httpRequest(
        {
          createConnection: () => stream,
          headers: {
            Connection: "close",
            Host: authority(place),
            ...(call.body === undefined
              ? {}
              : {
                  "Content-Length": Buffer.byteLength(text),
                  "Content-Type": "application/json",
                }),
          },
          method: call.method ?? "GET",
          path: call.path,
          signal,
        },
        (response) => {
          const chunks: Buffer[] = []
          let size = 0
          response.on("data", (chunk: Buffer) => {
            size += chunk.length
            if (size > most)
              sent.destroy(new Error("an answer that is too long"))
            else chunks.push(chunk)
          })
          response.on("error", reject)
          response.on("end", () => {
            resolve({
              body: Buffer.concat(chunks),
              status: response.statusCode ?? 0,
              type: response.headers["content-type"] ?? "",
            })
          })
        },
      )
      sent.on("error", (error) =>
        reject(signal.aborted ? signal.reason : error),
      )
      sent.end(text)
    })
  } finally {
    close()
  }
}

/** A stream to an app, with TLS where it speaks that. */
export async function streamTo(
  place: AppPlace,
  signal: AbortSignal,
): Promise<{ readonly close: () => void; readonly stream: Duplex }> {
  signal.throwIfAborted()
  const coming = place.connection.tcp(place.port, place.address)
  const plain = await abandoned(coming, signal)
  const stream = place.tls ? secured(plain, place.address) : plain
  const close = () => {
    stream.destroy()
    plain.destroy()
  }
  return { close, stream }
}

/**
 * TLS within the stream. Whose certificate it is doesn't matter: SSH has proven
 * the host, and the certificate is of the name that browsers use.
 */
function secured(socket: Duplex, address: string): Duplex {
  const named = isIP(address) === 0 && !address.includes("%")
  const stream = connectTls({
    rejectUnauthorized: false,
    socket,
    ...(named && { servername: address }),
  })
  // What it says once its request is over is nobody's.
  return stream.on("error", () => {})
}
