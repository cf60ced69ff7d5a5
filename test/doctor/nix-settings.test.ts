import { expect, test } from "vitest"
import { parseNixSettings, plainUrl } from "../../src/doctor/nix-settings.ts"

test("the lines of nix config show are read", () => {
  const text = `experimental-features = flakes nix-command
substituters = https://cache.nixos.org/ https://b.example
trusted-public-keys =
`
  expect(parseNixSettings(text)).toEqual({
    features: ["flakes", "nix-command"],
    keys: [],
    substituters: ["https://cache.nixos.org/", "https://b.example"],
  })
})

test("no line is no answer", () => {
  expect(parseNixSettings("")).toBeUndefined()
})

test("a cache is the same with a slash or parameters", () => {
  expect(plainUrl("https://b.example/?priority=41")).toBe("https://b.example")
})
