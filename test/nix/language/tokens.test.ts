import fc from "fast-check"
import { expect, test } from "vitest"
import { nixTokens } from "../../../src/nix/language/tokens.ts"

test.each([
  [
    'a.b = "x ${c} y";',
    "word a|sign .|word b|sign =|sign ${|word c|sign }$|text x  y|sign ;",
  ],
  ["<nixpkgs/nixos> ~/b /etc/c ./d", "search|home|absolute|relative"],
  ["''it's ''${x}''", "text it's ''${x}"],
  ["./a/${b}.nix c", "relative ./a/|sign ${|word b|sign }$|word c"],
  [
    "./a-${b}/d/${e}-f/g h",
    "relative ./|sign|word b|sign|sign|word e|sign|word h",
  ],
  ["[ 12 1.5e3 ]", "sign [|sign 12|sign 1.5e3|sign ]"],
  ["x: x // { }", "word|sign :|word|sign //|sign {|sign }"],
  ["a == b", "word a|sign ==|word b"],
])("%s", (code, expected) => {
  const found = nixTokens(code).map(({ kind, text }) => `${kind} ${text}`)
  for (const [index, wanted] of expected.split("|").entries())
    expect(found[index] ?? "").toContain(wanted)
})

test("a token knows its line, and an open path that it is one", () => {
  expect(nixTokens("{\n\n  a = ./b/${c};\n}")).toContainEqual({
    kind: "relative",
    line: 3,
    open: true,
    text: "./b/",
  })
})

const pieces = fc.constantFrom(
  ..."{ } ( ) [ ] ; = . \" '' ${ } ./a /b ~/c <d> # /* */ \\ \n a 1 + //".split(
    " ",
  ),
)

test("any text is cut, in order, within its lines", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (words) => {
      const code = words.join("")
      const lines = nixTokens(code)
        .filter(({ kind }) => kind !== "text")
        .map(({ line }) => line)
      expect(lines).toEqual(lines.toSorted((a, b) => a - b))
      expect(Math.max(1, ...lines)).toBeLessThanOrEqual(code.split("\n").length)
    }),
  )
})

test("strings and comments hide paths, whatever is in them", () => {
  const text = fc.string().map((said) => said.replaceAll(/["\\$]/g, ""))
  fc.assert(
    fc.property(text, (said) => {
      const line = said.replaceAll("\n", " ")
      const found = nixTokens(`"${said}" # ${line}\n./b`)
      expect(found.map(({ kind }) => kind)).toEqual(["text", "relative"])
      expect(found[0]?.text).toBe(said)
    }),
  )
})
