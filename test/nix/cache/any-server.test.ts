import { once } from "node:events"
import { type AddressInfo, createServer, type Socket } from "node:net"
import fc from "fast-check"
import { expect, test } from "vitest"
import { httpClient } from "../../../src/nix/cache/http/http-client.ts"
import { dialFromHere } from "./http-caches.ts"

const answer = (path: string, more = "") =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${path.length}\r\n${more}\r\n${path}`

/** What a server does when it is asked; most of them answer. */
const deeds: readonly ((socket: Socket, path: string) => void)[] = [
  (socket, path) => socket.write(answer(path)),
  (socket, path) => socket.write(answer(path)),
  (socket, path) => socket.write(answer(path)),
  (socket, path) => socket.end(answer(path, "Connection: close\r\n")),
  (socket, path) => socket.end(answer(path)),
  (socket, path) => socket.end(answer(path).slice(0, -1)),
  (socket) => socket.destroy(),
  (socket) => socket.write("moose\r\n\r\n"),
]

/** A server that does these, one after the other, and then answers. */
async function doing(chosen: readonly number[]) {
  const left = [...chosen]
  const server = createServer((socket) => {
    let text = ""
    socket.on("error", () => {})
    socket.on("data", (bytes: Buffer) => {
      text += bytes.toString("latin1")
      const heads = text.split("\r\n\r\n")
      text = heads.pop() ?? ""
      for (const head of heads) {
        if (!socket.writable) return
        deeds[left.shift() ?? 0]?.(socket, head.split(" ")[1] ?? "")
      }
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}

test("each question ends, whatever a server does to it", async () => {
  const chosen = fc.array(fc.nat({ max: deeds.length - 1 }), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(chosen, fc.integer({ max: 4, min: 1 }), async (all, n) => {
      await using server = await doing(all)
      using asking = httpClient({
        answer: 20,
        connect: 5,
        dial: dialFromHere,
        largest: 1000,
        signal: new AbortController().signal,
        silence: 10,
        streams: n,
      })
      const get = async (at: number) => {
        const { body } = await asking.get(new URL(`/${at}`, server.url))
        return { at, said: body.toString() }
      }
      const asked = Array.from({ length: 30 }, (_, at) => get(at))
      for (const one of await Promise.allSettled(asked)) {
        if (one.status === "rejected") continue
        expect(one.value.said).toBe(`/${one.value.at}`)
      }
      // A kind server answers all.
      if (all.every((deed) => deed < 5)) {
        await expect(Promise.all(asked)).resolves.toHaveLength(30)
      }
    }),
    { numRuns: 60 },
  )
})
