import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { compile } from "../../src/images/compile.ts"
import { imageImported } from "../../src/images/import/result.ts"
import { lift } from "../../src/images/import/lift.ts"
import { sameGraph } from "../../src/images/import/same-graph.ts"
import { imageText } from "../../src/inventory/images/text.ts"
import { loadImages } from "../../src/inventory/images/load.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { makeFleet } from "../inventory/make-fleet.ts"
import { pngOf } from "./carriers.ts"
import { comfyuiFiles } from "./corpus.ts"
import { declarations, imageOf } from "./declarations.ts"
import { python, words } from "./graphs.ts"
import { everything, imported } from "./importing.ts"

describe("a picture of ComfyUI", () => {
  test.each(comfyuiFiles)(
    "gives its graph back: %s",
    async (_, file, graph, kind) => {
      const { image, result } = await imported(file)
      expect(imageImported.parse(result)).toMatchObject({
        from: "comfyui",
        kind,
      })
      const { compiled, problems } = compile(image, 0, everything)
      expect(problems).toBeUndefined()
      if (kind === "workflow") expect(compiled?.graph).toEqual(graph)
      else
        expect(
          sameGraph(compiled?.graph ?? {}, compiled?.output ?? "", graph, "9"),
        ).toBe(true)
    },
  )

  test("of any declaration declares the same again", async () => {
    await fc.assert(
      fc.asyncProperty(declarations, async (said) => {
        const graph =
          compile(imageOf(said), 0, everything).compiled?.graph ?? {}
        const file = pngOf([["prompt", python(graph)]])
        const { image, result } = await imported(file)
        expect(result.kind).toBe("picture")
        expect(compile(image, 0, everything).compiled?.graph).toEqual(graph)
      }),
      { numRuns: 60 },
    )
  })

  test("whose parameters are changed differs in those alone", async () => {
    const file = comfyuiFiles.find(([name]) => name === "two passes")?.[1]
    const { root, result } = await imported(file ?? Buffer.alloc(0))
    expect(result.files).toEqual(["images/fox.json", "images/fox.yaml"])
    const path = join(root, "images/fox.yaml")
    const text = await readFile(path, "utf8")
    expect(text).toContain("  31.denoise: 0.4\n")
    await writeFile(path, text.replace("31.denoise: 0.4", "31.denoise: 0.6"))
    const fleet = await loadFleet({ from: root }, { environment: {} })
    const [image] = await loadImages(fleet, ["fox"])
    const graph = image && compile(image, 0, everything).compiled?.graph
    expect(graph?.["31"]?.inputs).toMatchObject({ denoise: 0.6, steps: 28 })
    expect(graph?.["18"]?.inputs).toMatchObject({ denoise: 1 })
  })
})

test.each([
  ["a value", { "17": { steps: 29 } }],
  ["a wire", { "19": { vae: ["20", 2] } }],
  ["an input more", { "18": { extra: 1 } }],
])("graphs that differ in %s are not the same", (_, changes) => {
  const changed = structuredClone(words) as Record<string, { inputs: object }>
  const [[id = "", inputs = {}] = []] = Object.entries(changes)
  Object.assign(changed[id]?.inputs ?? {}, inputs)
  if (id === "17") Object.assign(changed["18"]?.inputs ?? {}, inputs)
  expect(sameGraph(words, "9", changed as typeof words, "9")).toBe(false)
  expect(sameGraph(words, "9", structuredClone(words), "9")).toBe(true)
})

test("a graph that turns in circles is no picture of words", () => {
  const circle = structuredClone(words) as Record<string, { inputs: object }>
  Object.assign(circle["20"]?.inputs ?? {}, { model: ["20", 0] })
  expect(lift(circle as typeof words)).toBeUndefined()
})

test("the text of any declaration is read as what was said", async () => {
  await fc.assert(
    fc.asyncProperty(declarations, async (said) => {
      const text = await imageText(said, ["a\nb"])
      const root = await makeFleet({ "images/x.yaml": text })
      const [image] = await loadImages({ root }, ["x"])
      expect(image).toMatchObject({
        picture: (imageOf(said) as { picture: object }).picture,
      })
    }),
    { numRuns: 60 },
  )
})
