import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { originalOf } from "../../../src/flake/lock/original.ts"
import { sameAttributes } from "../../../src/flake/lock/same-attributes.ts"

const fixtures = join(import.meta.dirname, "..", "..", "fixtures", "nix")
const file = join(fixtures, "parse-flake-ref.2.26.3.json")
const all = JSON.parse(readFileSync(file, "utf8")) as [
  string,
  Record<string, unknown>,
][]

test.each(all)("%s says the same to Nix and to us", (reference, attributes) => {
  const ours = originalOf(reference)
  expect(ours && sameAttributes(ours, attributes), JSON.stringify(ours)).toBe(
    true,
  )
})

test("and no two of them say the same", () => {
  const ways = all.map(([reference]) => originalOf(reference) ?? {})
  const same = ways.flatMap((one, at) =>
    ways.slice(at + 1).filter((other) => sameAttributes(one, other)),
  )
  // The same branch and the same commit, each written in two ways.
  expect(same).toHaveLength(3)
})

test.each(["", "nixpkgs", "github:NixOS", "github:", "ftp://x/y", "mailto:x"])(
  "%j is no reference",
  (reference) => {
    expect(originalOf(reference)).toBeUndefined()
  },
)
