import { expect, test } from "vitest"
import type { Fleet } from "../../src/inventory/fleet.ts"
import type { Host } from "../../src/inventory/host.ts"
import { selectHosts } from "../../src/inventory/select.ts"

const fleet = {
  hosts: new Map(
    [
      ["gpu-1", "canary"],
      ["gpu-2", "studio"],
      ["gpu-10", "studio"],
      ["lithium", "closet"],
    ].map(([name = "", tag = ""]) => [
      name,
      { name, tags: [tag] } as unknown as Host,
    ]),
  ),
} satisfies Pick<Fleet, "hosts">

function names(...selectors: string[]): string[] {
  return selectHosts(fleet, selectors).map(({ name }) => name)
}

test.each([
  [["lithium"], ["lithium"]],
  [
    ["lithium", "gpu-1", "lithium"],
    ["gpu-1", "lithium"],
  ],
  [["lithium,gpu-1"], ["gpu-1", "lithium"]],
  [["all"], ["gpu-1", "gpu-2", "gpu-10", "lithium"]],
  [["gpu-*"], ["gpu-1", "gpu-2", "gpu-10"]],
  [["gpu-?"], ["gpu-1", "gpu-2"]],
  [["gpu-[!2]"], ["gpu-1"]],
  [["gpu-[12]"], ["gpu-1", "gpu-2"]],
  [["@studio"], ["gpu-2", "gpu-10"]],
  [["@c*"], ["gpu-1", "lithium"]],
  [["!@studio"], ["gpu-1", "lithium"]],
  [
    ["!lithium", "all"],
    ["gpu-1", "gpu-2", "gpu-10"],
  ],
  [["@studio", "!gpu-2"], ["gpu-10"]],
])("%j selects %j", (selectors, expected) => {
  expect(names(...selectors)).toEqual(expected)
})

test.each([
  ["litium", "lithium"],
  ["Lithium", "lithium"],
  ["@studo", "@studio"],
  ["!litium", "!lithium"],
  ["neon", undefined],
  ["gpu-x*", undefined],
  ["gpu-[9-1]", undefined],
  ["constructor", undefined],
])("%s names no host; %s was meant", (selector, meant) => {
  expect(() => names(selector)).toThrow(
    expect.objectContaining({
      code: "SDOPS_UNKNOWN_HOST",
      details: expect.objectContaining({ meant, selector }),
    }),
  )
})

test("a selection that leaves nothing is an error", () => {
  expect(() => names("lithium", "!lithium")).toThrow(/no host/)
  expect(() => names()).toThrow(/no host/)
})
