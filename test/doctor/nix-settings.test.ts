import { expect, test } from "vitest"
import { parseNixSettings } from "../../src/doctor/nix-settings.ts"

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
