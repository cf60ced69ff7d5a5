import { createHash } from "node:crypto"
import { mkdir, mkdtempDisposable, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { expect } from "vitest"
import { readPng } from "../../src/apps/picture.ts"
import { barePng } from "../../src/apps/plain-png.ts"
import { type ImageOrder, makeImage } from "../../src/images/make-image.ts"
import { jobsOf } from "../../src/images/render/job.ts"
import { keep } from "../../src/images/render/keep.ts"
import { lockImages } from "../../src/images/render/lock.ts"
import { make } from "../../src/images/render/make.ts"
import { rendererAt } from "../../src/images/render/renderer.ts"
import type { Image } from "../../src/inventory/images/image.ts"
import { test } from "../apps/comfyui-on-hand.ts"
import { localPlace, quickContext } from "../apps/local-place.ts"
import { imageOf } from "./declarations.ts"

type Locked = Record<string, unknown> & { hash: string; name: string }

const file = "pony-xl-v6.safetensors"
const said = {
  checkpoint: "pony-xl-v6",
  count: 2,
  prompt: "a fox",
  // More than a double holds, and past it comes 0.
  seed: "18446744073709551615",
  size: "16x16",
  steps: 1,
}
const fox: Image = { ...imageOf(said), name: "fox" }

test("what is locked is made again, to the byte", async ({ comfyui }) => {
  const server = await comfyui()
  const path = join(server.base, "models/checkpoints", file)
  await mkdir(dirname(path), { recursive: true })
  await server.model("checkpoints", file)
  await using fleet = await mkdtempDisposable(join(tmpdir(), "lock-"))
  await mkdir(join(fleet.path, "images"))
  const context = quickContext({ image: 20 })
  const declared = { name: "lithium", services: {} }
  const place = localPlace(server.port)
  const renderer = await rendererAt(place, declared, context)
  const [first, second] = jobsOf([fox])
  if (first === undefined || second === undefined) throw new Error("two")
  const one = await make(first, renderer, false, context)
  await keep(fleet.path, first, one.bytes, one.provenance)
  expect(await lockImages(fleet.path, [fox])).toEqual([])
  const two = await make(second, renderer, false, context)
  await keep(fleet.path, second, two.bytes, two.provenance)
  const written = { file: "images/fox.lock.json", image: "fox" }
  expect(await lockImages(fleet.path, [fox])).toEqual([written])

  const text = await readFile(join(fleet.path, written.file), "utf8")
  const locked = JSON.parse(text) as Locked[]
  expect(locked.map((picture) => picture["seed"])).toEqual([said.seed, "0"])
  for (const { hash, name, ...declaration } of locked) {
    const url = `http://127.0.0.1:${server.port}`
    const bytes = await makeImage({ declaration, name, url }, context.signal)
    const digest = createHash("sha256").update(bytes).digest("base64")
    expect(`sha256-${digest}`).toBe(hash)
    const pixels = await readPng(bytes)
    expect(pixels).toMatchObject({ height: 16, text: {}, width: 16 })
  }
})

test("a bare picture has the pixels and none of the texts", async ({
  comfyui,
}) => {
  const server = await comfyui()
  const path = join(server.base, "models/checkpoints", file)
  await mkdir(dirname(path), { recursive: true })
  await server.model("checkpoints", file)
  const context = quickContext({ image: 20 })
  const declared = { name: "lithium", services: {} }
  const place = localPlace(server.port)
  const renderer = await rendererAt(place, declared, context)
  const [job] = jobsOf([fox])
  if (job === undefined) throw new Error("one")
  const { bytes } = await make(job, renderer, false, context)
  const bare = barePng(bytes)
  const [before, after] = [await readPng(bytes), await readPng(bare)]
  expect(after?.data).toEqual(before?.data)
  expect(before?.text).toHaveProperty("prompt")
  expect(bare.includes("prompt")).toBe(false)
})

const order = (declaration: object): ImageOrder => ({
  declaration: { ...declaration },
  name: "fox",
  url: "http://127.0.0.1:1",
})

test("without a ComfyUI, the error says where it was looked for", async () => {
  const made = makeImage(order(said), AbortSignal.timeout(20_000))
  await expect(made).rejects.toMatchObject({
    because: ["connect ECONNREFUSED 127.0.0.1:1"],
    code: "SDOPS_APP_OUT_OF_REACH",
  })
})
