import { once } from "node:events"
import { type AddressInfo, createServer } from "node:net"
import { describe, expect } from "vitest"
import { comfyui as app } from "../../src/apps/comfyui/comfyui.ts"
import { test } from "./comfyui-on-hand.ts"
import { localPlace, postJob, quickContext } from "./local-place.ts"

describe("queued", () => {
  test("counts running and pending jobs", async ({ comfyui }) => {
    const server = await comfyui()
    const place = localPlace(server.port)
    expect(await app.queued(place, quickContext())).toBe(0)
    await server.fault("job-seconds", "20")
    for (const colour of [1, 2, 3]) await postJob(server.url, colour)
    expect(await app.queued(place, quickContext())).toBe(3)
  })

  test("is unknown where nothing listens", async ({ comfyui }) => {
    const server = await comfyui()
    await server.stop()
    const queued = app.queued(localPlace(server.port), quickContext())
    expect(await queued).toBeUndefined()
  })

  test("is an error where something listens and says nothing", async () => {
    const deaf = createServer(() => {}).listen(0, "127.0.0.1")
    await once(deaf, "listening")
    const { port } = deaf.address() as AddressInfo
    const context = quickContext({ answer: 0.3 })
    const asked = app.queued(localPlace(port), context)
    await expect(asked).rejects.toMatchObject({ code: "SDOPS_APP_SILENT" })
    deaf.close()
  })
})

describe("ready", () => {
  test("waits for a port that opens late", async ({ comfyui }) => {
    const first = await comfyui()
    await first.stop()
    const { port } = first
    const ready = app.ready(localPlace(port), quickContext())
    const late = await comfyui({ port })
    await expect(ready).resolves.toBeUndefined()
    expect(late.port).toBe(port)
  })

  test("says why a server that lost its GPU isn't ready", async ({
    comfyui,
  }) => {
    const server = await comfyui()
    await server.fault("not-ready")
    const place = localPlace(server.port)
    const ready = app.ready(place, quickContext({ ready: 0.6 }))
    await expect(ready).rejects.toMatchObject({
      because: ["comfyui answered /system_stats with status 500"],
      code: "SDOPS_APP_NOT_READY",
    })
  })

  test("gives up at the deadline when the port stays closed", async ({
    comfyui,
  }) => {
    const { port, stop } = await comfyui()
    await stop()
    const ready = app.ready(localPlace(port), quickContext({ ready: 0.6 }))
    await expect(ready).rejects.toMatchObject({
      code: "SDOPS_APP_NOT_READY",
      message: `comfyui was not ready at http://127.0.0.1:${port} within 0.6 s`,
    })
  })
})
