import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { impuritiesOf } from "../../src/adopt/impurities/impurities.ts"
import { readCode } from "../../src/adopt/impurities/read-code.ts"
import { parseNix } from "../../src/nix/language/parse.ts"

type Spelling = {
  readonly ast: string
  readonly code: string
  readonly impure: readonly string[]
}

const { spellings } = JSON.parse(
  readFileSync(new URL("spellings.json", import.meta.url), "utf8"),
) as { readonly spellings: readonly Spelling[] }

test.for(spellings)("$code", ({ ast, code, impure }) => {
  for (const text of [code, ast]) {
    const tree = parseNix(text)
    if (tree === undefined) throw new Error(`unread: ${text}`)
    const found = impuritiesOf(tree).findings.map(({ what }) => what)
    expect(found, text).toEqual(impure)
  }
  const { impurities } = readCode(code, ast)
  expect(impurities.findings.map(({ what }) => what)).toEqual(impure)
})

test("what Nix's parser doesn't see isn't told, what it sees is", () => {
  const whats = (code: string, ast: string) =>
    readCode(code, ast).impurities.findings.map(({ what }) => what)
  expect(whats("builtins.currentTime", "1")).toEqual([])
  expect(whats("1", "(builtins).currentTime")).toEqual(["builtins.currentTime"])
  expect(whats("x |", "(builtins).currentTime")).toEqual([
    "builtins.currentTime",
  ])
})
