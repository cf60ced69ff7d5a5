import type { ServerResponse } from "node:http"
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import {
  endless,
  narinfo,
  ofCache,
  path,
  type Patience,
  serving,
  torch,
} from "./http-caches.ts"

const bomb = gzipSync(Buffer.alloc(5_000_000))
const megabyte = "x".repeat(1_000_000)

describe("a cache that", () => {
  test("has a path tells its size and signatures", async () => {
    const found = await ofCache((response) => response.end(narinfo(torch)))
    expect(found).toMatchObject({
      ask: "answered",
      found: [
        { downloadSize: 2, narSize: 3, path: torch, signatures: ["a-1:AAAA"] },
      ],
      missing: [],
      others: [],
    })
  })

  test.each([404, 403, 410])("answers %i lacks it", async (status) => {
    const found = await ofCache((response) => response.writeHead(status).end())
    expect(found).toMatchObject({ ask: "answered", missing: [torch] })
  })

  test.each([
    ["the narinfo of another path", narinfo(path("xterm"))],
    ["a page of HTML", "<!doctype html>"],
    [
      "a size that is none",
      narinfo(torch).replace("NarSize: 3", "NarSize: -3"),
    ],
    ["nothing", ""],
  ])("sends %s has nothing", async (_, text) => {
    const found = await ofCache((response) => response.end(text))
    expect(found).toMatchObject({ ask: "answered", found: [], others: [torch] })
  })

  test.each([
    ["br", brotliCompressSync],
    ["gzip", gzipSync],
    ["zstd", zstdCompressSync],
  ])("packs its narinfos as %s is read", async (encoding, pack) => {
    const found = await ofCache((response) => {
      response.writeHead(200, { "content-encoding": encoding })
      response.end(pack(narinfo(torch)))
    })
    expect(found).toMatchObject({ found: [{ path: torch }] })
  })

  const slow = { answer: 1, silence: 0.3 }

  test.each<[string, (response: ServerResponse) => void, RegExp, Patience?]>([
    ["answers 500", (it) => it.writeHead(500).end(), /HTTP 500/],
    ["answers 400", (it) => it.writeHead(400).end(), /HTTP 400/],
    ["says nothing", () => {}, /doesn't answer/, slow],
    [
      "stops in the middle",
      (it) => it.writeHead(200, { "content-length": 999 }).write("StorePath:"),
      /doesn't answer/,
      slow,
    ],
    ["hangs up", (it) => it.destroy(), /hangs up/],
    [
      "cuts its answer short",
      (it) => {
        it.writeHead(200, { "content-length": 999 }).write("StorePath:")
        it.socket?.end()
      },
      /hangs up|aborted/,
    ],
    ["has no end", (it) => endless(it, megabyte), /no end/],
    [
      "drips",
      (it) => {
        const drops = setInterval(() => it.write("x"), 50)
        it.on("close", () => clearInterval(drops))
      },
      /doesn't answer/,
      slow,
    ],
    [
      "unpacks without an end",
      (it) => {
        it.writeHead(200, { "content-encoding": "gzip" })
        it.end(bomb)
      },
      /can't be unpacked/,
    ],
    [
      "redirects in a circle",
      (it) => it.writeHead(302, { location: "/again" }).end(),
      /redirects/,
    ],
    [
      "redirects to a file",
      (it) => it.writeHead(302, { location: "file:///etc/passwd" }).end(),
      /redirects/,
    ],
  ])(
    "%s is left out, with the reason",
    async (_, answer, problem, patience) => {
      const all = [torch, path("a"), path("b")]
      const found = await ofCache(answer, all, patience)
      expect(found).toMatchObject({
        ask: "failed",
        problem: expect.stringMatching(problem) as string,
      })
    },
  )

  test.each([401, 407])(
    "wants a login (%i) is Nix's to ask",
    async (status) => {
      const found = await ofCache((response) =>
        response.writeHead(status).end(),
      )
      expect(found).toMatchObject({ ask: "elsewhere" })
    },
  )

  test("is overloaded once is asked again", async () => {
    let times = 0
    const found = await ofCache((response) => {
      times += 1
      if (times === 1) response.writeHead(503).end()
      else response.end(narinfo(torch))
    })
    expect(found).toMatchObject({ found: [{ path: torch }] })
  })

  test("moved is followed", async () => {
    await using far = await serving((response, { url }) =>
      response.end(url === "/there" ? narinfo(torch) : ""),
    )
    const found = await ofCache((response) =>
      response.writeHead(302, { location: `${far.url}/there` }).end(),
    )
    expect(found).toMatchObject({ found: [{ path: torch }] })
  })
})
