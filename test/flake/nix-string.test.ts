import { expect, test } from "vitest"
import { nixString } from "../../src/flake/nix-string.ts"

test.each([
  ["plain", '"plain"'],
  ['"', '"\\""'],
  ["\\", '"\\\\"'],
  ["${x}", '"\\${x}"'],
  ["$${x}", '"$\\${x}"'],
  ["\\${x}", '"\\\\\\${x}"'],
  ["$$", '"$$"'],
  ["$", '"$"'],
  ["a\nb\tc\r", '"a\\nb\\tc\\r"'],
  ["''", "\"''\""],
  ["é😀", '"é😀"'],
])("%j is written as %s", (text, literal) => {
  expect(nixString(text)).toBe(literal)
})
