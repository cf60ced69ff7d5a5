import { expect, test } from "vitest"
import { boundElsewhere } from "../../src/doctor/bound-elsewhere.ts"
import { hostSight, listening } from "./sights.ts"

const unit = "comfyui.service"

function sightOf(
  declared: readonly string[],
  bound: readonly string[],
  holder = unit,
) {
  const app = { listen: [...declared], name: "comfyui", port: 8188, unit }
  return hostSight({
    facts: { hostFile: { apps: [app], name: "lithium" } as never },
    health: { listeners: listening(holder, ...bound) },
  })
}

test.for([
  ["127.0.0.1", "127.0.0.1"],
  ["::1", "::1"],
  ["0:0:0:0:0:0:0:1", "::1"],
  ["localhost", "127.0.0.1"],
  ["localhost", "127.0.0.1 ::1"],
  ["0.0.0.0", "0.0.0.0"],
  ["0.0.0.0", "::"],
  ["::", "::"],
  ["::", "0.0.0.0"],
  ["0.0.0.0 ::", "0.0.0.0 ::"],
  ["127.0.0.1 192.168.1.5", "127.0.0.1 192.168.1.5"],
  // Of a name it isn't known, nor of an app that listens nowhere yet.
  ["lithium.lan", "192.168.1.5"],
  ["127.0.0.1", ""],
  ["", "0.0.0.0"],
] as const)("declared %s, bound %s: as declared", ([declared, bound]) => {
  expect(boundElsewhere(sightOf(words(declared), words(bound)))).toBe(undefined)
})

test.for([
  ["127.0.0.1", "0.0.0.0"],
  ["127.0.0.1", "::"],
  ["::1", "::"],
  ["localhost", "0.0.0.0"],
  ["0.0.0.0", "127.0.0.1"],
  ["192.168.1.5", "0.0.0.0"],
  ["192.168.1.5", "192.168.1.6"],
  ["127.0.0.1 192.168.1.5", "127.0.0.1"],
  ["127.0.0.1", "127.0.0.1 192.168.1.5"],
] as const)("declared %s, bound %s: elsewhere", ([declared, bound]) => {
  expect(boundElsewhere(sightOf(words(declared), words(bound)))).toEqual({
    bound: words(bound),
    declared: words(declared),
    port: 8188,
    unit,
  })
})

test("another's socket at the same port is not the app's", () => {
  const sight = sightOf(["127.0.0.1"], ["192.168.1.5"], "nginx.service")
  expect(boundElsewhere(sight)).toBe(undefined)
})

function words(text: string): readonly string[] {
  return text.split(" ").filter((word) => word !== "")
}
