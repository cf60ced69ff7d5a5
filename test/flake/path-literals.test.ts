import { expect, test } from "vitest"
import { pathLiterals } from "../../src/flake/path-literals.ts"

function paths(code: string): string[] {
  return pathLiterals(code).map(({ path }) => path)
}

test.each([
  ["{ imports = [ ./a.nix ../b/c.nix ]; }", ["./a.nix", "../b/c.nix"]],
  ["import ./. { }", ["./."]],
  ["[ ./.. d/e.nix ]", ["./..", "d/e.nix"]],
  ["# ./a.nix\n/* ./b.nix\n */ ./c.nix", ["./c.nix"]],
  ['"./a.nix" + "\\"./b.nix"', []],
  ["''./a.nix '''./b.nix ''${ ''\\n ./c.nix''", []],
  ['"${./a.sh} $${./b.sh} \\${./c.sh}"', ["./a.sh"]],
  ["''${./a.sh}''", ["./a.sh"]],
  ["''x ${./a.sh} ''${./b.sh} $${./c.sh}''", ["./a.sh"]],
  ['"${ { a = "}"; b = ./a; }.b }" + ./c', ["./a", "./c"]],
  ["''it's ${./a.sh}'' ./b", ["./a.sh", "./b"]],
  ["./hosts/${name}.nix", ["./hosts/"]],
  ["./${name}", ["./"]],
  ["https://example.org/a.nix ./b.nix", ["./b.nix"]],
  ["<nixpkgs/nixos> /etc/nixos/a.nix ~/b.nix", []],
  ["a / b", []],
  ["x: x // { y = ./z; }", ["./z"]],
  ["''\n  # ''${x} ./no\n'' ./yes", ["./yes"]],
  ['"unclosed ./a', []],
])("%s", (code, expected) => {
  expect(paths(code)).toEqual(expected)
})

test("a literal knows its line", () => {
  expect(pathLiterals("{\n  a = 1;\n  b = ./b;\n}")).toEqual([
    { line: 3, path: "./b" },
  ])
})
