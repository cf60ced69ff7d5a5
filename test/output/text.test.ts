import fc from "fast-check"
import stringWidth from "string-width"
import { describe, expect, test } from "vitest"
import { duration } from "../../src/output/duration.ts"
import { sayFailure } from "../../src/output/text/say-failure.ts"
import { table } from "../../src/output/table.ts"
import { themeFor } from "../../src/output/theme.ts"
import { wrap } from "../../src/output/wrap.ts"

const theme = themeFor(process.stdout, { colour: false })

test.for([
  [0.04, "0.0s"],
  [9.94, "9.9s"],
  [9.96, "10s"],
  [59.4, "59s"],
  [59.6, "1m 00s"],
  [3599.6, "1h 00m"],
  [4350, "1h 12m"],
] as const)("%d seconds are %s", ([seconds, text]) => {
  expect(duration(seconds)).toBe(text)
})

describe("wrapping", () => {
  const words = fc.array(fc.string({ maxLength: 12, minLength: 1 }))
  test("keeps every word, and each line fits unless it is one word", () => {
    fc.assert(
      fc.property(words, (list) => {
        const text = list.join(" ")
        const lines = wrap(text, 20)
        expect(lines.join(" ")).toBe(text)
        for (const line of lines) {
          expect(!line.includes(" ") || stringWidth(line) <= 20).toBe(true)
        }
      }),
    )
  })
})

test("a table aligns by display width and wraps its last column", () => {
  const rows = [
    ["画像", "x", "one two three"],
    ["a", "yy", ""],
  ]
  expect(table(rows, { columns: 28, indent: "  " })).toBe(
    "  画像  x   one two three\n  a     yy",
  )
})

test("an error says what, where, why, what helps, and its code", () => {
  const failure = {
    because: ["no cache has it"],
    code: "SDOPS_HEAVY_BUILD",
    evidence: ["asked 3 caches", "0 of 14 paths"],
    help: ["sdops builders check", "sdops deploy lithium --allow-heavy-builds"],
    host: "lithium",
    message: "torch 2.9.1 would be compiled",
    stage: "plan",
  }
  expect(sayFailure(failure, theme, 80)).toBe(
    [
      " ✗ plan  lithium: torch 2.9.1 would be compiled",
      "   because  no cache has it",
      "   evidence asked 3 caches",
      "            0 of 14 paths",
      "   try      sdops builders check",
      "            sdops deploy lithium --allow-heavy-builds",
      "   code     SDOPS_HEAVY_BUILD  (sdops help errors)",
    ].join("\n"),
  )
})
