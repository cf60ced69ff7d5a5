import { describe, expect, test } from "vitest"
import {
  generationOf,
  generations,
  runsOn,
  wheelCapabilities,
} from "../../src/gpu/generation.ts"
import table from "../../nix/data/gpu-generations.json" with { type: "json" }

const nixpkgs = table.torch["nixpkgs-cuda"].capabilities

describe("the table", () => {
  test("no capability is in two generations", () => {
    const all = generations.flatMap((row) => row.computeCapabilities)
    expect(new Set(all).size).toBe(all.length)
  })

  test.for(generations)(
    "$name: its torch has kernels for each capability",
    (row) => {
      if (row.torch === null) return
      const built =
        row.torch === "cuda12-6" ? wheelCapabilities("12.6") : nixpkgs
      const without = row.computeCapabilities.filter(
        (capability) => !runsOn(built ?? [], capability),
      )
      expect(without).toEqual([])
    },
  )

  test.for(generations)("$name: every source is told", (row) => {
    const unknown = row.sources.filter((name) => !(name in table.sources))
    expect(unknown).toEqual([])
  })

  test("a source was read at a commit or on a day, or is from memory", () => {
    const read = Object.values(table.sources).map((source) => source.read)
    for (const at of read.filter((found) => found !== null)) {
      expect(at).toMatch(/^(?:[0-9a-f]{40}|\d{4}-\d\d-\d\d)$/)
    }
  })

  test("a module that is closed goes with a driver that still has one", () => {
    const closed = generations.filter((row) => !row.openModule)
    for (const row of closed) expect(row.driverBranch).toMatch(/^legacy_/)
  })
})

test("a GTX 1060: the 580 branch, closed, the wheel for CUDA 12.6", () => {
  expect(generationOf("6.1")).toMatchObject({
    driverBranch: "legacy_580",
    name: "pascal",
    openModule: false,
    torch: "cuda12-6",
  })
})

test("a capability that no GPU has is of no generation", () => {
  expect(generationOf("6.7")).toBeUndefined()
})

test.for([
  ["6.1", "12.6", true],
  ["6.1", "12.8", false],
  ["7.0", "12.8", true],
  ["7.0", "13.0", false],
  ["8.9", "12.6", true],
  ["12.0", "12.6", false],
  ["12.1", "13.0", true],
] as const)("%s on the wheels for CUDA %s: %s", ([gpu, cuda, runs]) => {
  expect(runsOn(wheelCapabilities(cuda) ?? [], gpu)).toBe(runs)
})

test("of another CUDA nothing is claimed", () => {
  expect(wheelCapabilities("14.1")).toBeUndefined()
})
