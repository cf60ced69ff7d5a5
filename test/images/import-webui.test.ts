import { readFile } from "node:fs/promises"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { pngOf, pngWithUnicode } from "./carriers.ts"
import { imported } from "./importing.ts"
import { webuiFiles } from "./webui-corpus.ts"

describe("a picture of stable-diffusion-webui", () => {
  test.each(webuiFiles)("declares what it says: %s", async (_, file, said) => {
    const { result, root } = await imported(file)
    expect(result.from).toBe("stable-diffusion-webui")
    const { parse } = await import("yaml")
    const text = await readFile(join(root, "images/fox.yaml"), "utf8")
    expect(parse(text)).toMatchObject(said)
  })

  test("says what is left out, and offers to add what is missing", async () => {
    const file = pngOf([
      [
        "parameters",
        "a fox BREAK <lora:nobody:1>\nSteps: 20, Sampler: Euler, " +
          "CFG scale: 7, Seed: 1, Size: 512x512, " +
          "Model hash: ffffffffff, Model: pony-xl-v6, " +
          "Denoising strength: 0.4, Hires upscaler: Latent, " +
          'Civitai resources: [{"type":"checkpoint","modelVersionId":42,' +
          '"modelName":"pony-xl-v6"}]',
      ],
    ])
    const { result, root } = await imported(file)
    expect(result["left-out"]).toEqual([
      "denoising strength: 0.4",
      "hires upscaler: Latent",
      "BREAK in the prompt: plain words to ComfyUI",
    ])
    expect(result.models).toEqual([
      {
        add: "sdops models add x https://civitai.com/api/download/models/42",
        folder: "checkpoints",
        hash: "ffffffffff",
        hosts: [],
        match: "missing",
        name: "pony-xl-v6",
      },
      { folder: "loras", hosts: [], match: "missing", name: "nobody" },
    ])
    const text = await readFile(join(root, "images/fox.yaml"), "utf8")
    expect(text).toContain("# Left out: denoising strength: 0.4\n")
    expect(text).toContain("# Not declared: nobody (loras)\n")
  })

  test("of any words gives them back", async () => {
    const line = fc
      .string({ maxLength: 30, unit: "grapheme" })
      .filter((text) => !/[<\n\r\0]|Negative prompt:|Steps: \d/u.test(text))
      .filter((text) => text.isWellFormed() && text === text.trim())
    await fc.assert(
      fc.asyncProperty(line, line, fc.nat(), async (prompt, other, seed) => {
        const text =
          `${prompt}\nNegative prompt: ${other}\n` +
          "Steps: 20, Sampler: Euler a, " +
          `CFG scale: 7, Seed: ${seed}, Size: 512x512, Model: pony-xl-v6`
        const file = pngWithUnicode([["parameters", text]], true)
        const { image } = await imported(file)
        expect(image).toMatchObject({
          picture: { negativePrompt: other, prompt, seed: BigInt(seed) },
        })
      }),
      { numRuns: 60 },
    )
  })
})
