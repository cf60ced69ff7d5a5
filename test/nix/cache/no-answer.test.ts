import { expect, test } from "vitest"
import type { HttpOptions } from "../../../src/nix/cache/http/http-client.ts"
import { whyOf } from "../../../src/nix/cache/http/why.ts"
import { answering, asked, client, paths, saying } from "./answering.ts"
import { dialFromHere } from "./http-caches.ts"

test.each([
  ["another protocol", "SSH-2.0-OpenSSH_9.9\r\n\r\n", "doesn't speak HTTP"],
  [
    "two lengths",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "isn't as long as it says",
  ],
  [
    "a negative length",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "doesn't speak HTTP",
  ],
  [
    "a length of terabytes",
    "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n",
    "no end",
  ],
  [
    "a chunk of no length",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmoose\r\n",
    "doesn't speak HTTP",
  ],
  [
    "a head without end",
    `HTTP/1.1 200 OK\r\nA: ${"x".repeat(80_000)}`,
    "no end",
  ],
])("%s is no answer", async (_, text, problem) => {
  await using server = await answering((_path, socket, nth) => {
    if (nth === 1) socket.write(text)
  })
  using asking = client()
  const said = await asking.get(new URL(server.url)).catch(whyOf)
  expect(said).toMatch(problem)
})

test("an answer that nobody asked for is given to nobody", async () => {
  await using server = await answering((path, socket) => {
    socket.write(saying(path) + saying("unasked"))
  })
  using asking = client()
  for (const path of paths(5)) {
    const { body } = await asking.get(new URL(path, server.url))
    expect(body.toString()).toBe(path)
  }
  expect(server.streams()).toBe(5)
})

test("who is gone fails whoever asks, until it is there again", async () => {
  let there = true
  const dial: HttpOptions["dial"] = async (port, address) => {
    if (!there) throw new Error("gone")
    return dialFromHere(port, address)
  }
  await using server = await answering((path, socket) => {
    socket.end(saying(path, "Connection: close\r\n"))
  })
  using asking = client({ dial })
  const get = () => asking.get(new URL("/a", server.url))
  await get()
  there = false
  for (let turn = 0; turn < 3; turn += 1) {
    const all = await Promise.allSettled([get(), get(), get()])
    expect(all.map(({ status }) => status)).not.toContain("fulfilled")
  }
  there = true
  expect((await get()).body.toString()).toBe("/a")
})

test("who asks no more waits no more, and is told why", async () => {
  await using server = await answering(() => {})
  const stop = new AbortController()
  const asking = client({ signal: stop.signal })
  const said = asking.get(new URL(server.url)).catch(whyOf)
  stop.abort(new DOMException("late", "TimeoutError"))
  expect(await said).toBe("it doesn't answer")
  const closed = client()
  const waits = closed.get(new URL(server.url)).catch(whyOf)
  closed[Symbol.dispose]()
  expect(await waits).toMatch(/nobody asks/)
  await expect(closed.get(new URL(server.url))).rejects.toThrow(/nobody asks/)
})

test("a stream that doesn't say why it ends, as those of ssh2", async () => {
  await using server = await answering(() => {})
  const dial: HttpOptions["dial"] = async (port, address) => {
    const stream = await dialFromHere(port, address)
    return Object.assign(stream, { destroy: () => stream.end() })
  }
  expect(await asked(server.url, 1, { dial, silence: 0.2 })).toEqual([
    "it doesn't answer",
  ])
  await expect.poll(server.open).toBe(0)
})

test("a question that waits for a stream goes with who asked it", async () => {
  const seen: string[] = []
  const first = Promise.withResolvers<void>()
  await using server = await answering((path) => {
    seen.push(path)
    first.resolve()
  })
  const asking = client({ streams: 1 })
  const all = paths(50).map((path) => asking.get(new URL(path, server.url)))
  await first.promise
  asking[Symbol.dispose]()
  const said = await Promise.all(all.map((one) => one.catch(whyOf)))
  expect(said).toEqual(paths(50).map(() => "nobody asks any more"))
  // Few are sent before there are answers; none is sent when it is disposed.
  await expect.poll(server.open).toBe(0)
  expect(seen.length).toBeLessThan(10)
  expect(server.streams()).toBe(1)
})
