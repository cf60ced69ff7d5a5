import type { Duplex } from "node:stream"
import { describe, expect, test } from "vitest"
import type { HttpOptions } from "../../../src/nix/cache/http/http-client.ts"
import { answering, asked, client, paths, saying } from "./answering.ts"
import { dialFromHere, serving } from "./http-caches.ts"

describe("many questions", () => {
  test("share few streams, and wait for no answer before", async () => {
    await using server = await serving((response, { url }) => response.end(url))
    let dialled = 0
    let writes = 0
    const dial: HttpOptions["dial"] = async (port, address) => {
      dialled += 1
      const stream = await dialFromHere(port, address)
      const write = stream.write.bind(stream)
      return Object.assign(stream, {
        write: (...words: Parameters<typeof write>) => {
          writes += 1
          return write(...words)
        },
      })
    }
    const all = await asked(server.url, 1000, { dial })
    expect(all).toEqual(paths(1000))
    expect(dialled).toBe(4)
    // With one at a time on each stream it would be 1,000.
    expect(writes).toBeLessThan(700)
  })

  test.each([
    ["says that it ends each stream after three", 3, "Connection: close\r\n"],
    ["ends each stream after three without a word", 3, ""],
    ["ends each stream after one without a word", 1, ""],
  ])("reach a server that %s", async (_, each, word) => {
    await using server = await answering((path, socket, nth) => {
      if (nth > each) return
      socket.write(saying(path, nth === each ? word : ""))
      if (nth === each) socket.end()
    })
    expect(await asked(server.url, 60)).toEqual(paths(60))
    expect(server.streams()).toBeGreaterThanOrEqual(60 / each)
  })

  test("wait for a slow answer where they are few", async () => {
    const slow = Promise.withResolvers<void>()
    let answers = 0
    await using server = await serving(async (response, { url }) => {
      if (url === "/0") await slow.promise
      response.end(url)
      answers += 1
      if (answers === 50) slow.resolve()
    })
    expect(await asked(server.url, 60)).toEqual(paths(60))
  })

  test("reach a server of HTTP/1.0", async () => {
    await using server = await answering((path, socket, nth) => {
      if (nth === 1) socket.end(`HTTP/1.0 200 OK\r\n\r\n${path}`)
    })
    expect(await asked(server.url, 20)).toEqual(paths(20))
    expect(server.streams()).toBe(20)
  })

  test("reach a server that takes two streams and no more", async () => {
    const streams: Duplex[] = []
    const dial: HttpOptions["dial"] = async (port, address) => {
      const stream = await dialFromHere(port, address)
      const open = streams.filter(({ destroyed }) => !destroyed)
      if (open.length >= 2) {
        stream.destroy()
        throw new Error("no more streams")
      }
      streams.push(stream)
      return stream
    }
    await using server = await serving((response, { url }) => response.end(url))
    expect(await asked(server.url, 100, { dial })).toEqual(paths(100))
  })
})

test("a login in a URL is told, and only there", async () => {
  const logins: unknown[] = []
  await using server = await serving((response, { headers }) => {
    logins.push(headers.authorization)
    response.end()
  })
  using asking = client()
  await asking.get(new URL(server.url))
  await asking.get(new URL(server.url.replace("//", "//ada:s%3Acret@")))
  const login = Buffer.from("ada:s:cret").toString("base64")
  expect(logins).toEqual([undefined, `Basic ${login}`])
})
