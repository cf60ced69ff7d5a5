import { globSync, readFileSync } from "node:fs"
import fc from "fast-check"
import { expect, test } from "vitest"
import {
  type Expression,
  partsOf,
} from "../../../src/nix/language/expression.ts"
import { parseNix } from "../../../src/nix/language/parse.ts"
import { settingsOf } from "../../../src/nix/language/settings.ts"

/** S-expressions, for tables. */
function shape(expression: Expression): string {
  const parts = partsOf(expression).map(shape).join(" ")
  switch (expression.is) {
    case "variable":
      return expression.name
    case "text":
      return JSON.stringify(expression.text ?? `${expression.start}…`)
    case "path":
      return expression.text
    case "other":
      return `(${[expression.sign, parts].filter(Boolean).join(" ")})`
    case "select":
      return `(. ${parts} ${expression.path.map(String).join(".")})`
    case "call":
    case "lambda":
    case "let":
    case "list":
    case "set":
    case "with":
      return `(${[expression.is, parts].filter(Boolean).join(" ")})`
  }
}

test.each([
  ["f a b", "(call (call f a) b)"],
  ["f a.b [ c.d (e f) ]", "(call (call f (. a b)) (list (. c d) (call e f)))"],
  ["a.b.c or d", "(. a d b.c)"],
  ["a ? b.c && !d", "(&& (? a) (! d))"],
  ["-1 + a", "(+ (- (number)) a)"],
  ["x: y: x // y", "(lambda (lambda (// x y)))"],
  ["{ a ? b, c, ... }@d: a", "(lambda b a)"],
  ["d@{ ... }: d", "(lambda d)"],
  ["{ }: { }", "(lambda (set))"],
  ["let a = 1; inherit (b) c; in a", "(let (number) b a)"],
  ["let { body = 1; }", "(. (set (number)) body)"],
  ["with a; assert b; if c then d else e", "(with a (assert b (if c d e)))"],
  ["\"a${b}c\" + ''${d}''", '(+ "a…" "…")'],
  ["./a/${b}/c d", "(call ./a/ d)"],
  [
    '{ "${a}".b = 1; ${c} = 2; "d" = 3; }',
    '(set "…" (number) c (number) (number))',
  ],
  ["a <| b |> c", "(| (< a b) c)"],
  ["a: b:c", '(lambda "b:c")'],
])("%s", (code, expected) => {
  const tree = parseNix(code)
  expect(tree === undefined ? tree : shape(tree)).toBe(expected)
})

test.each(["", "a =", "{ a = 1 }", "[ a", "let a = 1;", '"a', "a b )", "if a"])(
  "%s is no Nix",
  (code) => {
    expect(parseNix(code)).toBeUndefined()
  },
)

test("each Nix file here is read whole", () => {
  const root = new URL("../../../", import.meta.url).pathname
  const files = globSync(["nix/**/*.nix", "test/{lab,standins}/**/*.nix"], {
    cwd: root,
  })
  expect(files.length).toBeGreaterThan(50)
  const unread = files.filter(
    (file) => parseNix(readFileSync(root + file, "utf8")) === undefined,
  )
  expect(unread).toEqual([])
})

const signs = `{ } ( ) [ ] ; = . : @ ? , " '' \${ + // -> |`
const words = "a b ./a <d> 1 let in with rec inherit or if then else"
const pieces = fc.constantFrom(...`${signs} ${words}`.split(" "))

test("whatever is read, reading ends and throws nothing", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 80 }), (said) => {
      parseNix(said.join(" "))
    }),
  )
  expect(parseNix("(".repeat(100_000))).toBeUndefined()
})

test("a module's settings are found in each of its spellings", () => {
  const code = `{ config, lib, ... }: let x = 1; in with lib; {
    imports = [ { a.b = 1; } ./c.nix ];
    d = mkIf x { e = mkMerge [ { f = 1; } { "g" = 2; } ]; };
  } // { h = 1; }`
  const tree = parseNix(code)
  if (tree === undefined) throw new Error("unread")
  expect(settingsOf(tree).map(({ path }) => path.join("."))).toEqual(
    "imports a a.b d d.e d.e.f d.e.g h".split(" "),
  )
})
