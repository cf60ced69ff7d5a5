import fc from "fast-check"
import { expect, test } from "vitest"
import { unasked, type Wanted } from "../../../src/host/probe/unasked.ts"

const wanted: Wanted[] = [
  { how: "file", path: "configuration.nix" },
  { how: "module", path: "gpu" },
  { how: "whole", path: "secrets" },
]

test.each([
  "configuration.nix",
  "gpu",
  "gpu/default.nix",
  "secrets",
  "secrets/a/b.txt",
])("%s is an answer", (path) => {
  expect(unasked(wanted, [{ path }])).toBeUndefined()
})

test.each([
  "hardware-configuration.nix",
  "gpu/other.nix",
  "secretsX",
  "secrets/../../x",
  "secrets/.git/hooks/x",
  "../configuration.nix",
  "./configuration.nix",
  "/etc/passwd",
])("%s is none, though the others are", (path) => {
  const seen = [{ path: "configuration.nix" }, { path }]
  expect(unasked(wanted, seen)).toMatch(/asked|can't/)
})

test("of the whole folder nothing leads out", () => {
  const names = fc.constantFrom("a", "..", ".", "b.nix", ".git")
  fc.assert(
    fc.property(fc.array(names, { minLength: 2 }), (parts) => {
      const path = parts.join("/")
      const all = unasked([{ how: "whole", path: "." }], [{ path }])
      const safe = parts.every((part) => ["a", "b.nix"].includes(part))
      expect(all === undefined).toBe(safe)
    }),
  )
})
