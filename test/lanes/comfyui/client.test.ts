import { readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { comfyui as app } from "../../../src/apps/comfyui/comfyui.ts"
import { parseFailedNodes } from "../../../src/host/apps/failed-nodes.ts"
import { localPlace, quickContext } from "../../apps/local-place.ts"
import { missing, type RealServer, startReal } from "./real-server.ts"
import { recorderPack, sleepFor } from "./recorder-pack.ts"

const why = missing === undefined ? "" : ` (skipped: ${missing})`
const input = { gpu: { vendor: "none" }, unit: "comfyui.service" } as const

describe.skipIf(missing)(`the client and a real ComfyUI${why}`, () => {
  let server: RealServer
  const place = () => localPlace(server.port)
  // A slow machine's own time.
  const context = (gate = 300) => ({
    ...quickContext({ gate }),
    signal: AbortSignal.timeout(600_000),
  })
  const queued = () => app.queued(place(), context())

  beforeAll(async () => {
    server = await startReal({
      broken: "import no_such_module\n",
      recorderPack,
    })
  }, 320_000)
  afterAll(async () => server[Symbol.asyncDispose]())

  test("it is ready and tells its queue", async () => {
    await app.ready(place(), context())
    expect(await queued()).toBe(0)
  })

  test.for(["plumbing", "kernels"] as const)(
    "makes an image at depth %s",
    { timeout: 320_000 },
    async (depth) => {
      const smoke = await app.smoke(place(), { ...input, depth }, context())
      expect(smoke.depth).toBe(depth)
    },
  )

  test("its database lies in the data folder", async () => {
    const file = await stat(join(server.base, "user/comfyui.db"))
    expect(file.size).toBeGreaterThan(0)
  })

  test("a custom node that it can't import is read from its log", () => {
    const failed = parseFailedNodes(server.log(), ["broken", "recorderPack"])
    expect(failed).toEqual([
      { name: "broken", reason: "No module named 'no_such_module'" },
    ])
  })

  test("a checkpoint that is no model is refused", async () => {
    const file = join(server.base, "models/checkpoints/page.safetensors")
    await writeFile(file, "<!doctype html><title>Sign in</title>")
    const checkpoint = "page.safetensors"
    const smoke = app.smoke(place(), { ...input, checkpoint }, context())
    await expect(smoke).rejects.toMatchObject({ code: "SDOPS_SMOKE_FAILED" })
    expect(await readFile(file, "utf8")).toContain("Sign in")
  })

  test("others' jobs are told, and none of ours stays behind", async () => {
    const body = JSON.stringify({ prompt: sleepFor(600) })
    const url = `http://127.0.0.1:${server.port}`
    await fetch(`${url}/prompt`, { body, method: "POST" })
    await expect.poll(queued).toBe(1)
    const smoke = app.smoke(place(), input, context(2))
    await expect(smoke).rejects.toMatchObject({ code: "SDOPS_SMOKE_BEHIND" })
    expect(await queued()).toBe(1)
    await fetch(`${url}/interrupt`, { method: "POST" })
    await expect.poll(queued, { timeout: 10_000 }).toBe(0)
  })
})
