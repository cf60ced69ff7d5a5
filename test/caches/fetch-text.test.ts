import { once } from "node:events"
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { fetchText } from "../../src/caches/fetch-text.ts"
import { patient } from "../files/patient.ts"

/** A server that answers each call so; closed when the test ends. */
async function serving(answer: (response: ServerResponse) => void) {
  const server = createServer((_, response) => answer(response))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/nix-cache-info`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Writes for ever, until nobody reads. */
function endless(response: ServerResponse, text: string): void {
  const more = () => {
    while (!response.destroyed && response.write(text)) {
      // Until it is full.
    }
  }
  response.on("drain", more)
  more()
}

const megabyte = "x".repeat(1_000_000)

test.each([200, 404, 401, 500])(
  "a body without an end is left, with status %i",
  async (status) => {
    let written = 0
    await using server = await serving((response) => {
      response.writeHead(status)
      response.on("close", () => {
        written = response.socket?.bytesWritten ?? 0
      })
      endless(response, megabyte)
    })
    const fetched = fetchText(server.url, "the cache", patient)
    if (status === 500) await expect(fetched).rejects.toThrow("HTTP 500")
    else await fetched
    if (status === 200)
      expect(await fetched).toMatchObject({ text: "x".repeat(65_536) })
    expect(written).toBeLessThan(50_000_000)
  },
)

test("what unpacks to a gigabyte is left after its beginning", async () => {
  const zeros = Buffer.alloc(50_000_000)
  // Members that follow each other are one text: RFC 1952, 2.2.
  const packed = Buffer.concat(Array(20).fill(gzipSync(zeros)))
  await using server = await serving((response) => {
    response.writeHead(200, { "content-encoding": "gzip" })
    response.end(packed)
  })
  const before = process.memoryUsage().rss
  const fetched = await fetchText(server.url, "the cache", patient)
  expect("text" in fetched && fetched.text.length).toBe(65_536)
  expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000)
})

test("what isn't packed as it says is no cache, and no bug", async () => {
  await using server = await serving((response) => {
    response.writeHead(200, { "content-encoding": "gzip" })
    response.end("no gzip")
  })
  const fetched = fetchText(server.url, "the cache", patient)
  await expect(fetched).rejects.toMatchObject({ kind: "notACache" })
})
