import type { Socket } from "node:net"
import fc from "fast-check"
import { expect, test } from "vitest"
import { answering, client, saying } from "./answering.ts"

/** What a server does when it is asked; most of them answer. */
const deeds: readonly ((socket: Socket, path: string) => void)[] = [
  (socket, path) => socket.write(saying(path)),
  (socket, path) => socket.write(saying(path)),
  (socket, path) => socket.write(saying(path)),
  (socket, path) => socket.end(saying(path, "Connection: close\r\n")),
  (socket, path) => socket.end(saying(path)),
  (socket, path) => socket.end(saying(path).slice(0, -1)),
  (socket) => socket.destroy(),
  (socket) => socket.write("moose\r\n\r\n"),
]

/** A server that does these, one after the other, and then answers. */
function doing(chosen: readonly number[]) {
  const left = [...chosen]
  return answering((path, socket) => {
    if (socket.writable) deeds[left.shift() ?? 0]?.(socket, path)
  })
}

test("each question ends, whatever a server does to it", async () => {
  const chosen = fc.array(fc.nat({ max: deeds.length - 1 }), { maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(chosen, fc.integer({ max: 4, min: 1 }), async (all, n) => {
      await using server = await doing(all)
      using asking = client({ largest: 1000, streams: n })
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
