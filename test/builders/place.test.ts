import { expect, test } from "vitest"
import { placeAll } from "../../src/builders/place.ts"
import { aMachine } from "./a-machine.ts"

const wanted = (...requiredSystemFeatures: readonly string[]) => ({
  drv: "/nix/store/x-torch.drv",
  name: "torch",
  requiredSystemFeatures,
  system: "x86_64-linux",
})

function onWhich(
  features: readonly string[],
  more: Parameters<typeof aMachine>[0] = {},
) {
  const [place] = placeAll([wanted(...features)], [aMachine(more)])
  return place?.on
}

test("a derivation goes where all of its features are", () => {
  expect(onWhich(["big-parallel"])).toEqual(["neon"])
  expect(onWhich([])).toEqual(["neon"])
  expect(onWhich(["big-parallel", "cuda"])).toEqual([])
})

test("a machine takes its systems only", () => {
  expect(onWhich([], { systems: ["aarch64-linux"] })).toEqual([])
})

test("a mandatory feature is offered, and keeps others away", () => {
  const gpu = { features: ["big-parallel"], mandatoryFeatures: ["cuda"] }
  expect(onWhich(["cuda"], gpu)).toEqual(["neon"])
  expect(onWhich(["big-parallel"], gpu)).toEqual([])
})

test("what is needed is said in a few words", () => {
  const [place] = placeAll([wanted("big-parallel", "cuda")], [])
  expect(place?.needs).toBe("x86_64-linux with {big-parallel, cuda}")
})
