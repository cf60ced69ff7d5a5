import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { compile } from "../../src/images/compile.ts"
import { loadImages } from "../../src/inventory/images/load.ts"
import { root } from "../cli/sdops.ts"
import { offers } from "../images/declarations.ts"
import { makeFleet } from "../inventory/make-fleet.ts"

const blur = {
  "6": { class_type: "CLIPTextEncode", inputs: { text: "x" } },
  "7": {
    _meta: { title: "Upscale by" },
    class_type: "ImageScaleBy",
    inputs: { scale_by: 2, seed: 1 },
  },
}

test("the examples of docs/images.md are images", async () => {
  const text = await readFile(join(root, "docs/images.md"), "utf8")
  const examples = [...text.matchAll(/```yaml\n# (\S+)\n([^]*?)```/gu)]
  expect(examples).toHaveLength(2)
  const files = examples.map(([, file = "", yaml = ""]) => [file, yaml])
  const fleet = {
    ...Object.fromEntries(files),
    "images/poster.json": JSON.stringify(blur),
  }
  const images = await loadImages({ root: await makeFleet(fleet) }, [])
  const lists = {
    ...offers,
    loras: ["pony-xl-v6-artist-styles.safetensors"],
  }
  for (const image of images)
    expect(compile(image, 0, lists).problems).toBeUndefined()
})

test("so is the example that comes with sdops", async () => {
  const [cat] = await loadImages({ root }, ["cat"])
  expect(cat?.kind).toBe("picture")
})
