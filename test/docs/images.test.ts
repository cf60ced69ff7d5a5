import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { compile } from "../../src/images/compile.ts"
import { loadImages } from "../../src/inventory/images/load.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { root as checkout } from "../cli/sdops.ts"
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
  const text = await readFile(join(checkout, "docs/images.md"), "utf8")
  const examples = [...text.matchAll(/```yaml\n# (\S+)\n([^]*?)```/gu)]
  expect(examples).toHaveLength(4)
  const files = examples.map(([, file = "", yaml = ""]) => [file, yaml])
  const fleet = {
    ...Object.fromEntries(files),
    "images/poster.json": JSON.stringify(blur),
    "images/proof.json": JSON.stringify(blur),
  }
  const root = await makeFleet(fleet)
  const { policy } = await loadFleet({ from: root }, { environment: {} })
  expect(policy.smoke).toEqual({ workflow: "proof" })
  const images = await loadImages({ root }, [])
  const lists = {
    ...offers,
    loras: ["pony-xl-v6-artist-styles.safetensors"],
  }
  for (const image of images)
    expect(compile(image, 0, lists).problems).toBeUndefined()
})

test("so is the example that comes with sdops", async () => {
  const [cat] = await loadImages({ root: checkout }, ["cat"])
  expect(cat?.kind).toBe("picture")
})
