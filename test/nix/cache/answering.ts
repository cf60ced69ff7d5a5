import { once } from "node:events"
import { type AddressInfo, createServer, type Socket } from "node:net"
import {
  httpClient,
  type HttpOptions,
} from "../../../src/nix/cache/http/http-client.ts"
import { whyOf } from "../../../src/nix/cache/http/why.ts"
import { dialFromHere } from "./http-caches.ts"

const largest = 10_000

export function client(more: Partial<HttpOptions> = {}) {
  return httpClient({
    answer: 20,
    connect: 5,
    dial: dialFromHere,
    largest,
    signal: new AbortController().signal,
    silence: 10,
    streams: 4,
    ...more,
  })
}

/** A server that is given each question's path, on which stream, and which. */
export async function answering(
  answer: (path: string, socket: Socket, nth: number) => void,
) {
  let streams = 0
  let open = 0
  const server = createServer((socket) => {
    streams += 1
    open += 1
    socket.on("close", () => (open -= 1))
    let asked = 0
    let text = ""
    socket.on("error", () => {})
    socket.on("data", (bytes: Buffer) => {
      text += bytes.toString("latin1")
      const heads = text.split("\r\n\r\n")
      text = heads.pop() ?? ""
      for (const head of heads) {
        asked += 1
        if (!socket.destroyed) answer(head.split(" ")[1] ?? "", socket, asked)
      }
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    open: () => open,
    streams: () => streams,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}

export const saying = (body: string, more = "") =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`

/** Asks so many questions at once; the bodies, or why there are none. */
export async function asked(
  url: string,
  count: number,
  more?: Partial<HttpOptions>,
) {
  using asking = client(more)
  const all = Array.from({ length: count }, async (_, at) => {
    const { body } = await asking.get(new URL(`/${at}`, url))
    return body.toString()
  })
  return await Promise.all(all.map((one) => one.catch(whyOf)))
}

export const paths = (count: number) =>
  Array.from({ length: count }, (_, at) => `/${at}`)
