import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { hostParts } from "../../build/host-parts.ts"
import { inOrder } from "../../build/needs.ts"

const parts = await hostParts()
const whole = [...parts.values()].map((part) => {
  const all = inOrder(part, (name) => parts.get(name))
  const text = all.map(({ file }) => readFileSync(file, "utf8")).join("\n")
  return [part.name, text] as const
})
const withNix = whole.filter(([, text]) => text.includes("nix-command flakes"))

test("there are scripts that run Nix", () => {
  expect(withNix.length).toBeGreaterThan(15)
})

test.for(withNix)(
  "the ssh of Nix in %s gives up what is silent",
  ([, text]) => {
    expect(text).toMatch(/export NIX_SSHOPTS=/)
    expect(text).toMatch(/ServerAliveCountMax=\d+ -o ServerAliveInterval=\d+/)
  },
)
