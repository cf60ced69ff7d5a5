import { expect, test } from "vitest"
import type { Fleet } from "../../src/inventory/fleet.ts"
import type { Host } from "../../src/inventory/host.ts"
import { selectHosts } from "../../src/inventory/select/select.ts"

/** Hosts, each by its name and its tags. */
function fleetOf(hosts: readonly (readonly string[])[]): Pick<Fleet, "hosts"> {
  const pairs = hosts.map(
    ([name = "", ...tags]) =>
      [name, { name, tags } as unknown as Host] as const,
  )
  return { hosts: new Map(pairs) }
}

const fleet = fleetOf([
  ["gpu-1", "canary"],
  ["gpu-2", "studio"],
  ["gpu-10", "studio"],
  ["lithium", "closet"],
])

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

const tagged = [
  ["gpu-1", "canary"],
  ["lithium", "closet"],
]
const untagged = [["neon"]]

test.each([
  [tagged, "litium", "unknown host litium; did you mean lithium?"],
  [tagged, "Lithium", "unknown host Lithium; did you mean lithium?"],
  [tagged, "!litium", "unknown host litium; did you mean !lithium?"],
  [tagged, "@closte", "unknown tag @closte; did you mean @closet?"],
  [tagged, "closet", "unknown host closet; did you mean @closet?"],
  [tagged, "@lithium", "unknown tag @lithium; did you mean lithium?"],
  [tagged, "!@x", "unknown tag @x: the tags are @canary, @closet"],
  [tagged, "@x*", "no tag matches @x*: the tags are @canary, @closet"],
  [tagged, "argon", "unknown host argon: the hosts are gpu-1, lithium"],
  [tagged, "constructor", /^unknown host constructor: the hosts are /],
  [tagged, "gpu-[9-1]", /^no host matches gpu-\[9-1\]: the hosts are /],
  [tagged, "lithium,!@closet", "lithium !@closet leaves no host"],
  [tagged, "", "no host is named: the hosts are gpu-1, lithium"],
  [tagged.slice(1), "@x", "unknown tag @x: the only tag is @closet"],
  [untagged, "@closet", "unknown tag @closet: no host has a tag"],
  [untagged, "@c*", "no tag matches @c*: no host has a tag"],
  [untagged, "argon", "unknown host argon: the only host is neon"],
  [[], "all", "the fleet has no hosts"],
  [[], "@closet", "the fleet has no hosts"],
])("in a fleet of %j, %s is told as: %s", (hosts, selector, message) => {
  expect(() => selectHosts(fleetOf(hosts), [selector])).toThrow(
    expect.objectContaining({
      code: "SDOPS_UNKNOWN_HOST",
      message:
        typeof message === "string" ? message : expect.stringMatching(message),
    }),
  )
})

test("of many hosts, the first few are told", () => {
  const hosts = Array.from({ length: 20 }, (_, at) => [`node-${at + 10}`])
  expect(() => selectHosts(fleetOf(hosts), ["argon"])).toThrow(
    /node-17 and 12 more$/,
  )
})
