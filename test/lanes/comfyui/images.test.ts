import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { readPng } from "../../../src/apps/picture.ts"
import { rawOf } from "../../../src/exact-json.ts"
import { compile } from "../../../src/images/compile.ts"
import { makeImage } from "../../../src/images/make-image.ts"
import { type Offers, offersOf } from "../../../src/images/offers.ts"
import { localPlace, quickContext } from "../../apps/local-place.ts"
import { declarations, imageOf, onHand } from "../../images/declarations.ts"
import { missing, type RealServer, startReal } from "./real-server.ts"
import { recorderPack, sleepFor } from "./recorder-pack.ts"

const why = missing === undefined ? "" : ` (skipped: ${missing})`

describe.skipIf(missing)(`declarations and a real ComfyUI${why}`, () => {
  let offers: Offers
  let server: RealServer
  const post = (path: string, body: unknown) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, {
      body: JSON.stringify(body),
      method: "POST",
    })

  beforeAll(async () => {
    server = await startReal({ recorderPack })
    for (const [kind, names] of Object.entries(onHand))
      for (const name of names) {
        const file = join(server.base, "models", kind, name)
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, "")
      }
    offers = await offersOf(localPlace(server.port), quickContext())
  }, 320_000)
  afterAll(async () => server[Symbol.asyncDispose]())

  test("mkImage gets the same file each time, without texts", async () => {
    const paint = { batch_size: 1, color: 0x3366cc, height: 16, width: 24 }
    const workflow = JSON.stringify({
      "1": { class_type: "EmptyImage", inputs: paint },
      "2": {
        class_type: "SaveImage",
        inputs: { filename_prefix: "paint", images: ["1", 0] },
      },
    })
    const url = `http://127.0.0.1:${server.port}`
    const order = { declaration: { workflow }, name: "paint-1", url }
    const { signal } = quickContext()
    const [one, other] = [
      await makeImage(order, signal),
      await makeImage(order, signal),
    ]
    expect(other).toEqual(one)
    const png = await readPng(one)
    expect(png).toMatchObject({ height: 16, text: {}, width: 24 })
    const first = [0, 1, 2].map((at) => png?.data[at])
    expect(first).toEqual([0x33, 0x66, 0xcc])
  })

  test("any compiles to a graph that it takes", async () => {
    // All others wait behind it.
    await post("/prompt", { prompt: sleepFor(600) })
    await fc.assert(
      fc.asyncProperty(declarations, async (said) => {
        const { compiled, problems } = compile(imageOf(said), 0, offers)
        expect(problems).toBeUndefined()
        const prompt = rawOf(compiled?.graph ?? {})
        const answer = await post("/prompt", { prompt })
        expect(await answer.json()).toMatchObject({ node_errors: {} })
        await post("/queue", { clear: true })
      }),
      { numRuns: 60 },
    )
    await post("/interrupt", {})
  }, 120_000)
})
