import { readFileSync } from "node:fs"
import { networkInterfaces } from "node:os"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { comfyui as app } from "../../src/apps/comfyui/comfyui.ts"
import { placeOf, sayPlace } from "../../src/apps/place.ts"
import { test } from "./comfyui-on-hand.ts"
import { listening } from "./listening.ts"
import { localConnection, quickContext } from "./local-place.ts"

const pem = (name: string) =>
  readFileSync(join(import.meta.dirname, "../fixtures/tls", name))
const tls = { cert: pem("certificate.pem"), key: pem("key.pem") }

/** Addresses of this machine that aren't of its loopback. */
const own = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .filter(({ address, internal }) => !internal && !address.startsWith("fe80"))
  .map(({ address }) => address)

describe("the place of an app", () => {
  test.for(listening)("$url is what is dialled of $listen", ({ url }) => {
    const place = placeOf({ port: 1, url }, localConnection)
    expect(sayPlace(place)).toBe(url)
  })

  test.for([
    [["127.0.0.1"], "127.0.0.1"],
    [["0.0.0.0"], "127.0.0.1"],
    [["10.0.0.7", "0.0.0.0"], "127.0.0.1"],
    [["::"], "::1"],
    [["10.0.0.7"], "10.0.0.7"],
    [undefined, "127.0.0.1"],
  ] as const)(
    "a system that doesn't say is dialled at what it listens on: %s",
    ([listen, address]) => {
      const place = placeOf({ listen, port: 8188 }, localConnection)
      expect(place).toMatchObject({ address, port: 8188, tls: false })
    },
  )
})

/** What it listens on → what is dialled; all of this machine. */
const here = [
  [["127.0.0.1"], "127.0.0.1"],
  [["0.0.0.0"], "127.0.0.1"],
  [["::"], "[::1]"],
  [["::1"], "[::1]"],
  [["localhost"], "localhost"],
  [["127.0.0.9"], "127.0.0.9"],
  [["127.0.0.9", "::1"], "[::1]"],
  ...own.map(
    (address) =>
      [[address], address.includes(":") ? `[${address}]` : address] as const,
  ),
] as const

describe.for([
  ["http", undefined],
  ["https", tls],
] as const)("over %s", ([scheme, secured]) => {
  test.for(here)(
    "what listens on %s is ready, tells its queue and makes an image",
    async ([listen, dialled], { comfyui }) => {
      const { port } = await comfyui({ listen, tls: secured })
      const url = `${scheme}://${dialled}:${port}`
      const place = placeOf({ port, url }, localConnection)

      await app.ready(place, quickContext())
      const smoke = await app.smoke(
        place,
        { gpu: { vendor: "nvidia" }, unit: "comfyui.service" },
        quickContext(),
      )

      expect(smoke.depth).toBe("kernels")
      expect(await app.queued(place, quickContext())).toBe(0)
    },
  )
})
