import { describe, expect, onTestFinished, test } from "vitest"
import { defaultLimits } from "../../src/limits.ts"
import type { Answer } from "../../src/models/http/ask.ts"
import { streamFile } from "../../src/models/http/stream.ts"
import { contentOf, vastSafetensors } from "../standins/model-sites/content.ts"
import { serve } from "../standins/model-sites/serve.ts"
import { modelStorage } from "../standins/model-sites/storage.ts"

const address = "127.0.0.1"
const context = {
  limits: { ...defaultLimits, modelSite: 5, sitePatience: 3 },
  note: () => {},
  signal: new AbortController().signal,
}
const fine = async ({ response }: Answer) => {
  expect([200, 206]).toContain(response.status)
}
const nothing = () => {}

async function storage() {
  const started = await modelStorage(address)
  onTestFinished(() => started[Symbol.asyncDispose]())
  return started
}

const vastHash =
  "5f514cc2fbd5e2db4004d49e21f5eadf4dd7aa2e5f22eaf23a40e7542a9de837"
const bytes = Buffer.alloc(3_000_000)
for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(at, at)
const file = contentOf(bytes)

describe("a download that is cut goes on", () => {
  const tenths = Array.from({ length: 9 }, (_, n) => (n + 1) / 10)
  test.each(tenths)("at %d of it", async (part) => {
    const site = await storage()
    site.faults.cuts.push(Math.floor(part * file.size))
    const url = site.sign(file, "x.bin")
    const seen = await streamFile({ site: "s", url }, fine, nothing, context)
    expect(seen).toMatchObject({ sha256: file.sha256, size: file.size })
    expect(site.requests).toHaveLength(2)
  })

  test("at every tenth of one download", async () => {
    const site = await storage()
    site.faults.cuts.push(...tenths.map((part) => Math.floor(part * file.size)))
    const url = site.sign(file, "x.bin")
    const done: number[] = []
    const progress = (now: number) => done.push(now)
    const seen = await streamFile({ site: "s", url }, fine, progress, context)
    expect(seen.sha256).toBe(file.sha256)
    expect(done.at(-1)).toBe(file.size)
    expect(done).toEqual(done.toSorted((one, other) => one - other))
    expect(site.requests).toHaveLength(10)
  })

  test("also where the server knows no ranges", async () => {
    const site = await storage()
    site.faults.noRanges = true
    site.faults.cuts.push(1_000_000, 2_000_000)
    const url = site.sign(file, "x.bin")
    const seen = await streamFile({ site: "s", url }, fine, nothing, context)
    expect(seen.sha256).toBe(file.sha256)
  })

  test("but not for ever, and not onto another file", async () => {
    const site = await storage()
    site.faults.cuts.push(...Array.from({ length: 20 }, () => 1_000_000))
    const url = site.sign(file, "x.bin")
    const asked = { site: "s", url }
    await expect(
      streamFile({ ...asked, url: `${url}&x` }, fine, nothing, context),
    ).resolves.toBeDefined()
    let other = false
    await using changing = await serve(address, (_, response) => {
      response.writeHead(200, { "content-length": other ? 9 : 8 })
      response.write("1234")
      if (other) response.end("56789")
      else setImmediate(() => response.destroy())
      other = true
    })
    const changed = { site: "s", url: changing.url }
    await expect(
      streamFile(changed, fine, nothing, context),
    ).rejects.toMatchObject({
      message: expect.stringContaining("the file changed"),
    })
  })
})

test("a server without sizes is read to its end", async () => {
  const site = await storage()
  site.faults.noSizes = true
  const url = site.sign(file, "x.bin")
  const seen = await streamFile({ site: "s", url }, fine, nothing, context)
  expect(seen).toMatchObject({ sha256: file.sha256, size: file.size })
})

test("5 GB are hashed in constant memory, and kept nowhere", async () => {
  const site = await storage()
  const vast = vastSafetensors(5_000_000_000)
  const url = site.sign(vast, "vast.safetensors")
  let most = 0
  let all = 0
  const before = process.memoryUsage.rss()
  const progress = (done: number) => {
    all = done
    most = Math.max(most, process.memoryUsage.rss())
  }
  const seen = await streamFile({ site: "s", url }, fine, progress, context)
  expect([seen.size, all]).toEqual([vast.size, vast.size])
  expect(seen.head.length).toBe(1024 * 1024)
  // The server is in this process, too.
  expect(most - before).toBeLessThan(200_000_000)
  // As sha256sum has it, computed once.
  expect(seen.sha256).toBe(vastHash)
}, 300_000)

test("Ctrl-C ends a download at once", async () => {
  const site = await storage()
  const controller = new AbortController()
  const url = site.sign(vastSafetensors(12_000_000_000), "vast.safetensors")
  const stopped = streamFile(
    { site: "s", url },
    fine,
    () => controller.abort(),
    { ...context, signal: controller.signal },
  )
  await expect(stopped).rejects.toMatchObject({ code: "SDOPS_INTERRUPTED" })
})
