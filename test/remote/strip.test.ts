import fc from "fast-check"
import { expect, test } from "vitest"
import { lastLines, strip } from "../../src/remote/strip.ts"

test.each([
  ["colours", "\u001B[31;1merror:\u001B[0m no", "error: no"],
  ["a title", "\u001B]0;owned\u0007text", "text"],
  ["a link", "\u001B]8;;http://x\u001B\\text\u001B]8;;\u001B\\", "text"],
  ["a device string", "\u001BPq#1\u001B\\text", "text"],
  ["an 8-bit sequence", "\u009B2Jtext", "text"],
  ["an unfinished string", "\u001B]0;never ends\nnext", "\nnext"],
  ["a return", "10%\r\n20%\r", "10%\n20%"],
  ["reordered text", "a\u202Eb\u2066c\u200Fd\u061Ce", "abcde"],
  ["what can't be seen", "a\u200Bb\u2060c\uFEFFd\u{E0041}e\u3164f", "abcdef"],
  ["other ends of lines", "a\u2028b\u0085c\u000Bd", "abcd"],
  ["a clipboard", "\u001B]52;c;cm0gLXJm\u0007text", "text"],
])("takes %s away", (_, dirty, clean) => {
  expect(strip(dirty)).toBe(clean)
})

test("leaves no control character in anything", () => {
  const piece = fc.constantFrom(
    "\u001B",
    "[",
    "]",
    "0",
    ";",
    "m",
    "\u0007",
    "a",
  )
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: piece }),
  )
  fc.assert(
    fc.property(text, (dirty) => {
      expect(strip(dirty)).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cf}]/u)
    }),
  )
})

test("keeps text of every language", () => {
  expect(strip("größe 模型 שלום 𝄞\t🚀")).toBe("größe 模型 שלום 𝄞\t🚀")
})

test("gives the last lines that say something", () => {
  expect(lastLines("one\n\ntwo  \n\u001B[1mthree\u001B[0m\n\n", 2)).toEqual([
    "two",
    "three",
  ])
})
