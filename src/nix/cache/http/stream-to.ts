import type { Duplex } from "node:stream"
import { connect as connectTls } from "node:tls"
import { abandoned } from "../../../remote/abandoned.ts"
import { steadyStream } from "./steady-stream.ts"

/** Opens a TCP stream to a port, as some machine sees it. */
export type Dial = (port: number, address: string) => Promise<Duplex>

/**
 * A stream to who serves an origin, with TLS where it is one of https. Errors:
 * those of `dial`; `TimeoutError` after so many seconds for TCP, then TLS.
 */
export async function streamTo(
  { hostname, port, protocol }: URL,
  dial: Dial,
  seconds: { readonly connect: number; readonly silence: number },
): Promise<Duplex> {
  const secure = protocol === "https:"
  const address = hostname.replace(/^\[(.*)\]$/, "$1")
  const number = port === "" ? (secure ? 443 : 80) : Number(port)
  const wire = await abandoned(
    dial(number, address),
    AbortSignal.timeout(seconds.connect * 1000),
  )
  const plain = steadyStream(wire)
  // Who used it has its own word on what goes wrong.
  plain.on("error", () => {})
  if (!secure) return plain
  const named = /[a-z]/i.test(address) && !address.includes(":")
  const stream = connectTls({
    socket: plain,
    ...(named && { servername: address }),
  })
  const { promise, reject, resolve } = Promise.withResolvers<Duplex>()
  stream.once("secureConnect", () => resolve(stream))
  stream.on("error", reject)
  stream.once("close", () => plain.destroy())
  return abandoned(promise, AbortSignal.timeout(seconds.silence * 1000))
}
