import { describe, expect } from "vitest"
import type { Progress, SmokeInput, WantedImage } from "../../src/apps/app.ts"
import { comfyui as app } from "../../src/apps/comfyui/comfyui.ts"
import { smokeWorkflow } from "../../src/images/smoke-workflow.ts"
import { imageOf } from "../images/declarations.ts"
import { test } from "./comfyui-on-hand.ts"
import { localPlace, quickContext } from "./local-place.ts"

const nvidia: SmokeInput = {
  gpu: { vendor: "nvidia" },
  unit: "comfyui.service",
}
const small = { checkpoint: "pony-xl-v6", prompt: "x", size: "64x64", steps: 5 }

describe("smoke is not fooled by", () => {
  test("a worker that is dead and a server that takes jobs", async ({
    comfyui,
  }) => {
    const server = await comfyui()
    const place = localPlace(server.port)
    await server.fault("dead-worker")
    // The worker ends with the job it has.
    await app.smoke(place, nvidia, quickContext()).catch(() => {})
    const smoke = app.smoke(place, nvidia, quickContext({ gate: 2 }))
    await expect(smoke).rejects.toMatchObject({ code: "SDOPS_WORKER_DEAD" })
    expect(await app.queued(place, quickContext())).toBe(0)
  })

  test("a server that lost its GPU and still makes plain images", async ({
    comfyui,
  }) => {
    const server = await comfyui()
    await server.fault("not-ready")
    const plumbing = { ...nvidia, depth: "plumbing" } as const
    const place = localPlace(server.port)
    const smoke = app.smoke(place, plumbing, quickContext())
    await expect(smoke).rejects.toMatchObject({
      code: "SDOPS_GPU_CONTEXT_LOST",
      help: ["systemctl restart comfyui.service", expect.anything()].map(
        (one) => (typeof one === "string" ? expect.stringContaining(one) : one),
      ),
    })
  })

  test("its cache, whatever workflow of one's own it runs", async ({
    comfyui,
  }) => {
    const server = await comfyui()
    const place = localPlace(server.port)
    const graph = {
      "1": {
        class_type: "EmptyImage",
        inputs: { batch_size: 1, color: 8, height: 8, width: 8 },
      },
      "2": {
        class_type: "ImageBlur",
        inputs: { blur_radius: 1, image: ["1", 0], sigma: 1 },
      },
      "3": { class_type: "PreviewImage", inputs: { images: ["2", 0] } },
    }
    const workflow = async (): Promise<WantedImage> => ({ graph })
    const said = /one colour, 0 0 8/u
    for (const _ of [1, 2]) {
      const smoke = app.smoke(place, { ...nvidia, workflow }, quickContext())
      await expect(smoke).rejects.toMatchObject({
        message: expect.stringMatching(said),
      })
    }
    const history = await (await fetch(`${server.url}/history`)).json()
    const cached = JSON.stringify(history).match(/"nodes":\[[^\]]*\]/gu)
    expect(cached).toEqual(['"nodes":[]', '"nodes":[]'])
  })
})

describe("a workflow of one's own", () => {
  test("proves, is measured, and shows its steps", async ({ comfyui }) => {
    const server = await comfyui()
    await server.model("checkpoints", "pony-xl-v6.safetensors")
    const workflow = smokeWorkflow(imageOf(small))
    const steps: Progress[] = []
    const input = {
      ...nvidia,
      onStep: (one: Progress) => steps.push(one),
      workflow,
    }
    const place = localPlace(server.port)
    const { depth, image, measured } = await app.smoke(
      place,
      input,
      quickContext(),
    )
    expect([depth, image.width, image.height]).toEqual(["image", 64, 64])
    expect(steps).toEqual(
      [1, 2, 3, 4, 5].map((value) =>
        expect.objectContaining({ max: 5, value }),
      ),
    )
    expect(measured?.stepSeconds).toBeGreaterThanOrEqual(0)
    expect(measured?.vramPeak).toBeGreaterThan(1e8)
  })

  test.for([
    [{ size: "64x72" }, /the image is 64 x 64/u],
    [{ contrast: 127 }, /its contrast is [\d.]+, not 127/u],
  ] as const)(
    "must be as expected: %j",
    async ([expected, said], { comfyui }) => {
      const server = await comfyui()
      await server.model("checkpoints", "pony-xl-v6.safetensors")
      const workflow = smokeWorkflow(imageOf({ ...small, expect: expected }))
      const place = localPlace(server.port)
      const smoke = app.smoke(place, { ...nvidia, workflow }, quickContext())
      await expect(smoke).rejects.toMatchObject({
        code: "SDOPS_SMOKE_FAILED",
        message: expect.stringMatching(said),
      })
    },
  )

  test("that wants what the app doesn't have says where", async ({
    comfyui,
  }) => {
    const server = await comfyui()
    const workflow = smokeWorkflow(imageOf(small))
    const place = localPlace(server.port)
    const smoke = app.smoke(place, { ...nvidia, workflow }, quickContext())
    await expect(smoke).rejects.toMatchObject({ code: "SDOPS_INVENTORY" })
  })
})
