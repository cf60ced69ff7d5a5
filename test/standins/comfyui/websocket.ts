import { createHash } from "node:crypto"
import type { Duplex } from "node:stream"

/** One accepted WebSocket connection. */
export type WebSocket = {
  text(message: string): void
  binary(message: Buffer): void
  /** Ends the TCP connection without a close frame, as a dying server does. */
  cut(): void
}

type Handlers = { message: (text: string) => void; closed: () => void }

const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
const opcode = { binary: 2, close: 8, continued: 0, ping: 9, pong: 10, text: 1 }

/** Answers the upgrade and speaks RFC 6455 on the stream from then on. */
export function acceptWebSocket(
  stream: Duplex,
  key: string,
  head: Buffer,
  handlers: Handlers,
): WebSocket {
  const accept = createHash("sha1").update(`${key}${magic}`).digest("base64")
  stream.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" +
      `Connection: upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  let received = head
  let parts: Buffer[] = []
  let open = true
  const closed = () => {
    if (open) handlers.closed()
    open = false
  }
  const send = (code: number, payload: Buffer) => {
    if (stream.writable) stream.write(frame(code, payload))
  }
  const take = () => {
    for (;;) {
      const found = parseFrame(received)
      if (found === undefined) return
      received = received.subarray(found.length)
      if (found.code === opcode.ping) send(opcode.pong, found.payload)
      if (found.code === opcode.close) {
        closed()
        send(opcode.close, found.payload.subarray(0, 2))
        stream.end()
        return
      }
      if (found.code > 2) continue
      parts.push(found.payload)
      if (!found.final) continue
      const whole = Buffer.concat(parts)
      parts = []
      handlers.message(whole.toString("utf8"))
    }
  }
  stream.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    take()
  })
  stream.on("error", () => stream.destroy())
  stream.on("close", closed)
  setImmediate(take)
  return {
    binary: (message) => send(opcode.binary, message),
    cut: () => stream.destroy(),
    text: (message) => send(opcode.text, Buffer.from(message, "utf8")),
  }
}

/** A server's frame: final, not masked. */
function frame(code: number, payload: Buffer): Buffer {
  const size = payload.length
  if (size < 126) {
    return Buffer.concat([Buffer.from([0x80 | code, size]), payload])
  }
  const header = Buffer.alloc(size < 65_536 ? 4 : 10)
  header[0] = 0x80 | code
  header[1] = size < 65_536 ? 126 : 127
  if (size < 65_536) header.writeUInt16BE(size, 2)
  else header.writeBigUInt64BE(BigInt(size), 2)
  return Buffer.concat([header, payload])
}

/** The first whole frame of a client, or undefined while it isn't there. */
function parseFrame(bytes: Buffer) {
  if (bytes.length < 2) return undefined
  const short = (bytes[1] as number) & 0x7f
  const masked = ((bytes[1] as number) & 0x80) !== 0
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0
  const start = 2 + extra + (masked ? 4 : 0)
  if (bytes.length < start) return undefined
  const size =
    short === 126
      ? bytes.readUInt16BE(2)
      : short === 127
        ? Number(bytes.readBigUInt64BE(2))
        : short
  if (bytes.length < start + size) return undefined
  const payload = Buffer.from(bytes.subarray(start, start + size))
  if (masked) {
    const mask = bytes.subarray(start - 4, start)
    for (let at = 0; at < size; at++) {
      payload[at] = (payload[at] as number) ^ (mask[at % 4] as number)
    }
  }
  const first = bytes[0] as number
  return {
    code: first & 0x0f,
    final: (first & 0x80) !== 0,
    length: start + size,
    payload,
  }
}
