import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { quote } from "../src/quote.ts"
import { assignments } from "../src/remote/script.ts"

const shells = [
  ["sh", ["/bin/sh"]],
  ["dash", ["/usr/bin/dash"]],
  ["busybox ash", ["/usr/bin/busybox", "ash"]],
] as const

const text = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom(..."'\"\\$`!\n\t \r*?[]{}~#&;|<>()=%^"),
    }),
  )
  .filter((value) => !value.includes("\0"))

describe.each(shells)("quoted for %s", (_, [program, ...args]) => {
  test.skipIf(!existsSync(program))("every text comes back", () => {
    const property = fc.property(fc.array(text, { minLength: 1 }), (texts) => {
      const script = texts.map((it) => `printf '%s\\0' ${quote(it)}\n`).join("")
      const back = execFileSync(program, [...args, "-s"], { input: script })
      expect(back.toString().split("\0").slice(0, -1)).toEqual(texts)
    })
    fc.assert(property, { numRuns: 40 })
  })

  test.skipIf(!existsSync(program))("variables come back", () => {
    const value = "it's $HOME `x`\n\\"
    const set = assignments({ value, other: "" })
    const script = `${set}printf %s "$value$other"`
    const back = execFileSync(program, [...args, "-s"], { input: script })
    expect(back.toString()).toBe(value)
  })
})

test("a NUL is refused", () => {
  expect(() => quote("a\0b")).toThrow("NUL")
})

test("a name that is no variable's is refused", () => {
  expect(() => assignments({ "a-b": "" })).toThrow("no name")
})
