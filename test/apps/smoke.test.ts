import { describe, expect } from "vitest"
import type { SmokeInput } from "../../src/apps/app.ts"
import { comfyui as app } from "../../src/apps/comfyui/comfyui.ts"
import type { FaultName } from "../standins/comfyui/faults.ts"
import { test } from "./comfyui-on-hand.ts"
import { localPlace, postJob, quickContext } from "./local-place.ts"

const nvidia: SmokeInput = {
  gpu: { vendor: "nvidia" },
  unit: "comfyui.service",
}
const cpu = { memory: 0, name: "cpu", type: "cpu" } as const

describe("smoke", () => {
  test("makes and verifies an image at each depth", async ({ comfyui }) => {
    const server = await comfyui()
    await server.model("checkpoints", "pony.safetensors")
    for (const depth of ["plumbing", "kernels", "image"] as const) {
      const smoke = await app.smoke(
        localPlace(server.port),
        { ...nvidia, checkpoint: "pony.safetensors", depth },
        quickContext(),
      )
      const size = depth === "image" ? 512 : 64
      expect(smoke.depth).toBe(depth)
      expect(smoke.image).toMatchObject({ height: size, width: size })
      expect(smoke.image.path).toBe(`temp/${smoke.image.name}`)
      expect(smoke.image.bytes.subarray(1, 4).toString()).toBe("PNG")
    }
  })

  test("is made anew each time, never taken from the cache", async ({
    comfyui,
  }) => {
    const server = await comfyui()
    const place = localPlace(server.port)
    const first = await app.smoke(place, nvidia, quickContext())
    const second = await app.smoke(place, nvidia, quickContext())
    expect(second.image.name).not.toBe(first.image.name)
  })

  test("uses kernels on a GPU host and plumbing elsewhere", async ({
    comfyui,
  }) => {
    const gpu = await comfyui()
    const none = await comfyui({ argv: ["main.py", "--cpu"], device: cpu })
    const context = quickContext()
    const inputs = [
      [gpu, nvidia, "kernels"],
      [none, { ...nvidia, gpu: { vendor: "none" } }, "plumbing"],
      [none, nvidia, "plumbing"],
    ] as const
    for (const [server, input, depth] of inputs) {
      const smoke = await app.smoke(localPlace(server.port), input, context)
      expect(smoke.depth).toBe(depth)
    }
  })

  test("makes an image with a checkpoint that is declared", async ({
    comfyui,
  }) => {
    const gpu = await comfyui()
    const none = await comfyui({ argv: ["main.py", "--cpu"], device: cpu })
    const input = { ...nvidia, checkpoint: "pony.safetensors" }
    for (const [server, edge] of [
      [gpu, 512],
      [none, 64],
    ] as const) {
      await server.model("checkpoints", "pony.safetensors")
      const place = localPlace(server.port)
      const { depth, image } = await app.smoke(place, input, quickContext())
      expect([depth, image.height, image.width]).toEqual(["image", edge, edge])
    }
  })

  test("tells a GPU host whose app fell back to the CPU", async ({
    comfyui,
  }) => {
    const server = await comfyui({ device: cpu })
    const smoke = app.smoke(localPlace(server.port), nvidia, quickContext())
    await expect(smoke).rejects.toMatchObject({ code: "SDOPS_APP_ON_CPU" })
  })

  test("accepts files without metadata from a server that writes none", async ({
    comfyui,
  }) => {
    const argv = ["main.py", "--disable-metadata"]
    const server = await comfyui({ argv })
    const place = localPlace(server.port)
    const smoke = await app.smoke(place, nvidia, quickContext())
    expect(smoke.depth).toBe("kernels")
  })

  const faults: [FaultName, string, RegExp][] = [
    ["black-image", "SDOPS_BLACK_IMAGE", /^$/],
    ["hang", "SDOPS_SMOKE_TIMEOUT", /^$/],
    [
      "no-kernel-image",
      "SDOPS_NO_KERNEL_IMAGE",
      /no kernel image is available/,
    ],
    ["out-of-memory", "SDOPS_OUT_OF_MEMORY", /exceed allowed memory/],
  ]
  test.for(faults)(
    "says what %s is",
    async ([name, code, said], { comfyui }) => {
      const server = await comfyui()
      await server.fault(name)
      const place = localPlace(server.port)
      const smoke = app.smoke(place, nvidia, quickContext({ gate: 1 }))
      const error = await smoke.catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code, host: "lithium", stage: "gate" })
      const { evidence } = error as { evidence: string[] }
      expect(evidence.join("\n")).toMatch(said)
    },
  )

  test("says that a black image of a checkpoint is black", async ({
    comfyui,
  }) => {
    const server = await comfyui()
    await server.model("checkpoints", "pony.safetensors")
    await server.fault("black-image")
    const input = { ...nvidia, checkpoint: "pony.safetensors" }
    const smoke = app.smoke(
      localPlace(server.port),
      { ...input, depth: "image" },
      quickContext(),
    )
    await expect(smoke).rejects.toMatchObject({ code: "SDOPS_BLACK_IMAGE" })
  })

  test("names a checkpoint that the server doesn't list", async ({
    comfyui,
  }) => {
    const server = await comfyui()
    const input = { ...nvidia, checkpoint: "gone.safetensors" }
    const smoke = app.smoke(
      localPlace(server.port),
      { ...input, depth: "image" },
      quickContext(),
    )
    await expect(smoke).rejects.toMatchObject({
      code: "SDOPS_CHECKPOINT_MISSING",
      message: "comfyui doesn't offer the checkpoint gone.safetensors",
    })
  })

  test("shows the exception of a checkpoint that is an HTML page", async ({
    comfyui,
  }) => {
    const server = await comfyui()
    const page = Buffer.from("<!doctype html><title>Sign in</title>")
    await server.model("checkpoints", "page.safetensors", page)
    const input = { ...nvidia, checkpoint: "page.safetensors" }
    const smoke = app.smoke(
      localPlace(server.port),
      { ...input, depth: "image" },
      quickContext(),
    )
    const error = await smoke.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "SDOPS_SMOKE_FAILED" })
    const { evidence } = error as { evidence: string[] }
    expect(evidence.join("\n")).toMatch(/header too large/)
  })

  test("goes before the jobs of others and leaves them alone", async ({
    comfyui,
  }) => {
    const server = await comfyui()
    await server.fault("job-seconds", "2")
    for (let colour = 1; colour <= 4; colour++)
      await postJob(server.url, colour)
    await app.smoke(localPlace(server.port), nvidia, quickContext())
    const left = await app.queued(localPlace(server.port), quickContext())
    expect(left).toBeGreaterThanOrEqual(2)
  })

  test("tells of an app that was restarted under it", async ({ comfyui }) => {
    const first = await comfyui()
    await first.fault("job-seconds", "30")
    const { port } = first
    const smoke = app.smoke(localPlace(port), nvidia, quickContext())
    const caught = smoke.catch((thrown: unknown) => thrown)
    await expect.poll(() => first.lines).toContain("got prompt")
    await first.stop()
    await comfyui({ port })
    expect(await caught).toMatchObject({
      code: "SDOPS_SMOKE_FAILED",
      message: expect.stringMatching(/restarted/),
    })
  })

  test("says that others' jobs were first, and leaves none behind", async ({
    comfyui,
  }) => {
    const server = await comfyui()
    await server.fault("job-seconds", "30")
    await postJob(server.url, 1)
    const place = localPlace(server.port)
    const smoke = app.smoke(place, nvidia, quickContext({ gate: 0.5 }))
    await expect(smoke).rejects.toMatchObject({ code: "SDOPS_SMOKE_BEHIND" })
    expect(await app.queued(place, quickContext())).toBe(1)
  })

  test("leaves no job behind when it is stopped", async ({ comfyui }) => {
    const server = await comfyui()
    await server.fault("job-seconds", "30")
    await postJob(server.url, 1)
    const place = localPlace(server.port)
    const stop = new AbortController()
    const context = { ...quickContext(), signal: stop.signal }
    const smoke = app.smoke(place, nvidia, context)
    const caught = smoke.catch((thrown: unknown) => thrown)
    const queued = () => app.queued(place, quickContext())
    await expect.poll(queued).toBe(2)
    stop.abort(new Error("stopped"))
    expect(await caught).toBeInstanceOf(Error)
    expect(await queued()).toBe(1)
  })

  test("takes its job out again when the time is over", async ({ comfyui }) => {
    const server = await comfyui()
    await server.fault("job-seconds", "30")
    const place = localPlace(server.port)
    const smoke = app.smoke(place, nvidia, quickContext({ gate: 0.5 }))
    await expect(smoke).rejects.toMatchObject({ code: "SDOPS_SMOKE_TIMEOUT" })
    await expect
      .poll(() => app.queued(place, quickContext()), { timeout: 5000 })
      .toBe(0)
  })
})
