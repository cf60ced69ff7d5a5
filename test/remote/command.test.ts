import fc from "fast-check"
import { expect, test } from "vitest"
import { checkCommand } from "../../src/remote/command.ts"

test("only plain words, slashes, dots, blanks and dashes are sent", () => {
  const texts = fc
    .uint8Array()
    .map((bytes) => Buffer.from(bytes).toString("latin1"))
  const property = fc.property(texts, (text) => {
    const isPlain = [...text].every((c) => /[A-Za-z0-9/._ -]/.test(c))
    if (isPlain && text !== "") expect(checkCommand(text)).toBe(text)
    else expect(() => checkCommand(text)).toThrow("needs quoting")
  })
  fc.assert(property)
})

test("a line end at the end is no exception", () => {
  expect(() => checkCommand("/bin/true\n")).toThrow("needs quoting")
})
