import { describe, expect, test } from "vitest"
import type { Dial } from "../../../src/nix/cache/http/stream-to.ts"
import { asked, narinfo, path, serving, torch } from "./http-caches.ts"

describe("nix-cache-info", () => {
  test.each([
    [404, "", "no nix-cache-info"],
    [200, "<html>", "no binary cache"],
    [200, "StoreDir: /other/store\n", "for the store /other/store"],
  ])("%i %j is no cache", async (status, text, problem) => {
    await using server = await serving((response) =>
      response.writeHead(status).end(text),
    )
    expect(await asked(server.url, [torch])).toMatchObject({
      ask: "failed",
      problem: expect.stringContaining(problem) as string,
    })
  })

  test("nobody there", async () => {
    const refused = await asked("http://127.0.0.1:9", [torch])
    expect(refused).toEqual({ ask: "failed", problem: "connection refused" })
  })

  test("a connection that never stands costs its limit, once", async () => {
    const never: Dial = () => new Promise(() => {})
    const began = performance.now()
    const found = await asked("http://192.0.2.1", [torch], {
      connect: 0.3,
      dial: never,
    })
    expect(found).toEqual({ ask: "failed", problem: "it doesn't answer" })
    expect(performance.now() - began).toBeLessThan(3000)
  })

  test("where SSH forwards nothing, Nix there may ask", async () => {
    const prohibited: Dial = async () => {
      const text = "(SSH) Channel open failure: administratively prohibited"
      throw new Error("port closed", { cause: new Error(text) })
    }
    const found = await asked("http://cache.lan", [torch], {
      dial: prohibited,
    })
    expect(found).toMatchObject({ ask: "elsewhere" })
  })
})

test("thousands of questions share a few connections", async () => {
  const all = Array.from({ length: 3000 }, (_, at) => path(`p${at}`))
  const byHash = new Map(all.map((one) => [one.slice(11, 43), one]))
  let connections = 0
  await using server = await serving((response, { url = "" }) => {
    const of = byHash.get(url.slice(1, 33))
    if (of === undefined) response.end("StoreDir: /nix/store\n")
    else response.end(narinfo(of))
  })
  server.server.on("connection", () => (connections += 1))
  const found = await asked(server.url, all)
  expect(found.ask === "answered" && found.found).toHaveLength(3000)
  expect(connections).toBeLessThanOrEqual(9)
})
