import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { json } from "node:stream/consumers"
import { afterEach, expect, test } from "vitest"
import { appOf } from "../../src/apps/apps.ts"
import * as webui from "../../src/apps/stable-diffusion-webui/webui.ts"
import { noise, plain } from "../standins/comfyui/pictures.ts"
import { encodePng, type Picture } from "../standins/comfyui/png.ts"
import { localPlace, quickContext } from "./local-place.ts"

const app = webui.stableDiffusionWebui

const input = { gpu: { vendor: "nvidia" }, unit: "webui.service" } as const
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Answers each path with one JSON text, as read in the web UI's source. */
async function answering(answers: { [path: string]: [number, unknown] }) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://host")
    const [status, body] = answers[pathname] ?? [404, { detail: "Not Found" }]
    response.writeHead(status, { "Content-Type": "application/json" })
    response.end(JSON.stringify(body))
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  return localPlace((server.address() as AddressInfo).port)
}

const png = (picture: Picture) => encodePng(picture, [], 4).toString("base64")
const txt2img = (status: number, body: unknown) =>
  answering({ "/sdapi/v1/txt2img": [status, body] })

test("running and pending jobs are counted", async () => {
  const place = await answering({
    "/internal/pending-tasks": [200, { size: 2, tasks: ["a", "b"] }],
    "/sdapi/v1/progress": [200, { progress: 0.5, state: { job_count: 1 } }],
  })
  expect(await app.queued(place, quickContext())).toBe(3)
  await app.ready(place, quickContext())
})

test("a server without --api is never ready", async () => {
  const place = await answering({})
  const ready = app.ready(place, quickContext({ ready: 0.1 }))
  await expect(ready).rejects.toMatchObject({ code: "SDOPS_APP_NOT_READY" })
})

test("an image proves it", async () => {
  const images = [png(noise(512, 512, "seed"))]
  const place = await txt2img(200, { images, info: "{}", parameters: {} })
  const smoke = await app.smoke(place, input, quickContext())
  expect(smoke.depth).toBe("image")
})

test.for([
  ["SDOPS_BLACK_IMAGE", 200, { images: [png(plain(512, 512, 0))] }],
  ["SDOPS_SMOKE_FAILED", 200, { images: [png(plain(512, 512, 255))] }],
  [
    "SDOPS_OUT_OF_MEMORY",
    500,
    { error: "OutOfMemoryError", errors: "CUDA out of memory." },
  ],
  [
    "SDOPS_NO_KERNEL_IMAGE",
    500,
    {
      error: "RuntimeError",
      errors: "CUDA error: no kernel image is available for execution",
    },
  ],
  ["SDOPS_APP_ANSWER", 404, { detail: "Not Found" }],
] as const)("%s is told", async ([code, status, body]) => {
  const place = await txt2img(status, body)
  const smoke = app.smoke(place, input, quickContext())
  await expect(smoke).rejects.toMatchObject({ code })
})

test("a name of no app is an error", () => {
  expect(() => appOf({ name: "ollama" })).toThrow(/ollama/)
})

/** One that makes a picture in four steps, as a real one answers meanwhile. */
async function painting({ off = 0, side = 512, steps = 4 } = {}) {
  let at = 0
  let told = 0
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://host").pathname
    const answer = (body: unknown) => response.end(JSON.stringify(body))
    if (path === "/sdapi/v1/progress") {
      // Whoever asks again has read what was answered of the last step.
      told = at
      at = Math.min(at + 1, steps)
      answer({ state: { sampling_step: at, sampling_steps: steps } })
    } else if (path === "/sdapi/v1/memory") {
      answer({ cuda: { system: { free: 1, total: 9, used: at * 100 } } })
    } else {
      const { seed } = (await json(request)) as { seed: number }
      const images = [png(noise(side, side, "seed"))]
      const asked = () => {
        // Not before the last step was looked at.
        if (told < steps) return setTimeout(asked, 20)
        return answer({ images, info: JSON.stringify({ seed: seed + off }) })
      }
      asked()
    }
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  return localPlace((server.address() as AddressInfo).port)
}

test("steps and memory are measured while it is made", async () => {
  const seen: number[] = []
  const onStep = ({ max, value }: { max: number; value: number }) => {
    seen.push(max, value)
  }
  const asked = { ...input, onStep }
  const smoke = await app.smoke(await painting(), asked, quickContext())
  expect(seen).toEqual([4, 1, 4, 2, 4, 3, 4, 4])
  expect(smoke.measured?.vramPeak).toBe(400)
  expect(smoke.measured?.stepSeconds).toBeGreaterThan(0.1)
})

test.for([
  [{ off: 1, steps: 0 }, "another seed"],
  [{ side: 64, steps: 0 }, "64x64, not as asked"],
] as const)("another picture than asked is none: %j", async ([how, said]) => {
  const smoke = app.smoke(await painting(how), input, quickContext())
  await expect(smoke).rejects.toMatchObject({
    code: "SDOPS_SMOKE_FAILED",
    message: expect.stringContaining(said),
  })
})
