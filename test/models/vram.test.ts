import { expect, test } from "vitest"
import { vramByName, vramWarning } from "../../src/models/vram.ts"
import { inventoryHost } from "../deploy/facts.ts"

test.for([
  ["GeForce GTX 1060 6GB", 6],
  ["GeForce GTX 1060", 6],
  ["GeForce GTX 1060 3GB", 3],
  ["GeForce RTX 3060 Ti", 8],
  ["GeForce RTX 4070 Ti SUPER", 16],
  ["GeForce RTX 4090", 24],
  ["NVIDIA H100 80GB HBM3", 80],
  ["a card of tomorrow", undefined],
  [undefined, undefined],
] as const)("%s has %s GB", ([model, gigabytes]) => {
  expect(vramByName(model)).toBe(gigabytes)
})

type Options = Record<string, boolean>

function warned(baseModel: string, options: Options = {}, model = "1060 6GB") {
  const comfyui = { enable: true, options }
  const host = inventoryHost({
    gpu: { model: `GeForce GTX ${model}`, vendor: "nvidia" },
    services: { comfyui },
  })
  const loaded = { baseModel, folder: "checkpoints", size: 7e9 }
  return vramWarning(loaded, host)
}

test("SDXL does fit 6 GB", () => {
  for (const name of ["SDXL 1.0", "Pony", "pony-xl-v6", "Illustrious"])
    expect(warned(name)).toBeUndefined()
})

test("what doesn't fit is told with the option that helps", () => {
  expect(warned("Flux.1 D")).toBe(
    "Flux wants about 12 GB of VRAM, and lithium has 6: " +
      "set services.comfyui.options.lowvram: true",
  )
  expect(warned("Flux.2 D")).toContain("options.novram: true")
  expect(warned("nobody's")).toContain("a model of that size wants about 7 GB")
})

test("what is set already isn't told, nor where nothing is known", () => {
  expect(warned("Flux.1 D", { lowvram: true })).toBeUndefined()
  expect(warned("Flux.2 D", { novram: true })).toBeUndefined()
  expect(warned("Flux.2 D", { lowvram: true })).toContain("novram")
  expect(warned("Flux.2 D", { cpu: true })).toBeUndefined()
  expect(warned("Flux.1 D", {}, "of tomorrow")).toBeUndefined()
})
