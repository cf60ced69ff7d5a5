import { mkdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import fc from "fast-check"
import { describe, expect } from "vitest"
import { compile } from "../../src/images/compile.ts"
import { offersOf } from "../../src/images/offers.ts"
import { rawOf } from "../../src/exact-json.ts"
import { type OnHand, test } from "../apps/comfyui-on-hand.ts"
import { localPlace, quickContext } from "../apps/local-place.ts"
import { declarations, imageOf, offers, onHand } from "./declarations.ts"

/** Makes the server have the models of these tests. */
async function stock(server: OnHand): Promise<void> {
  for (const [kind, names] of Object.entries(onHand))
    for (const name of names) {
      const file = join(server.base, "models", kind, name)
      await mkdir(dirname(file), { recursive: true })
      await server.model(kind, name)
    }
}

describe("a declaration", () => {
  test("compiles to a graph that the server takes, whatever it says", async ({
    comfyui,
  }) => {
    const server = await comfyui()
    await stock(server)
    // Nothing but the first is run: all others wait behind it.
    await server.fault("hang")
    const listed = await offersOf(localPlace(server.port), quickContext())
    const post = async (path: string, body: unknown) =>
      fetch(`${server.url}${path}`, {
        body: JSON.stringify(rawOf(body as never)),
        method: "POST",
      })
    await fc.assert(
      fc.asyncProperty(declarations, fc.nat(5), async (said, at) => {
        const { compiled, problems } = compile(imageOf(said), at, listed)
        expect(problems).toBeUndefined()
        const answer = await post("/prompt", { prompt: compiled?.graph })
        expect(await answer.json()).toMatchObject({ node_errors: {} })
        await post("/queue", { clear: true })
      }),
      { numRuns: 150 },
    )
  })

  test("that names what isn't there is told the nearest that is", () => {
    const said = {
      checkpoint: "pony-xl-v5",
      loras: [{ name: "detail" }, { name: "nothing like it" }],
      prompt: "x",
      sampler: "Euler a",
      scheduler: "Karas",
      vae: "moose",
    }
    const { problems = [] } = compile(imageOf(said), 0, offers)
    expect(problems.map(({ message, path }) => `${path}: ${message}`)).toEqual([
      'checkpoint: the server has no model "pony-xl-v5"; did you mean ' +
        "pony-xl-v6.safetensors?",
      'loras.1.name: the server has no model "nothing like it"; it has ' +
        "detail.safetensors, Ink & Wash (v1.2).safetensors",
      'sampler: the server has no sampler "Euler a"; did you mean ' +
        "euler_ancestral?",
      'scheduler: the server has no scheduler "Karas"; did you mean karras?',
      'vae: the server has no model "moose"; it has ' +
        "sdxl-fp16-fix.safetensors",
    ])
  })

  test("of several pictures has a graph and a seed each", () => {
    const image = imageOf({
      checkpoint: "pony-xl-v6",
      count: 3,
      prompt: "x",
      seed: String(2n ** 64n - 2n),
    })
    const seeds = [0, 1, 2].map(
      (at) => compile(image, at, offers).compiled?.graph["3"]?.inputs["seed"],
    )
    expect(seeds).toEqual([2n ** 64n - 2n, 2n ** 64n - 1n, 0])
  })
})
