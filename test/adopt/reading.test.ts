import { readFileSync } from "node:fs"
import fc from "fast-check"
import { expect, test } from "vitest"
import { judgeAst } from "../../src/adopt/impurities/judge-ast.ts"
import { reachOf } from "../../src/adopt/impurities/reach.ts"
import { readCode } from "../../src/adopt/impurities/read-code.ts"
import { remarksOf } from "../../src/adopt/remarks.ts"

test.each([
  ["{ imports = [ ./a ./b.nix ]; }", "module ./a, module ./b.nix"],
  ["import ./a { }", "module ./a"],
  ["pkgs.callPackage ./a { }", "module ./a"],
  ["{ imports = [ (f ./a) ]; }", "whole ./a"],
  ["{ imports = [ (./a + b) ]; c = import ./d + e; }", "whole ./a, whole ./d"],
  ["{ imports = [ { e.source = ./a; } ./b ]; }", "whole ./a, module ./b"],
  ["{ imports = [ ./a ] ++ [ ./b ]; }", "module ./a, module ./b"],
  ["{ imports = [ ./${x} ]; }", "whole ./"],
  ["{ src = ./.; }", "whole ./."],
  ["{ imports = map f [ ./a ]; x = [ ./b ]; }", "module ./a, whole ./b"],
])("%s", (code, expected) => {
  const found = reachOf(code).map(({ how, text }) => `${how} ${text}`)
  expect(found.join(", ")).toBe(expected)
})

test("what is set as text is remarked", () => {
  const code = [
    "{",
    '  system.stateVersion = "24.05";',
    '  home.stateVersion = "23.11";',
    "  system.autoUpgrade = { enable = true; };",
    '  users.users.a.password = "moose";',
    `  b.privateKey = "${"A".repeat(43)}=";`,
    '  networks."home".psk = "correct horse";',
    '  services.comfyui-token = "x";',
    '  psk = "/run/secrets/psk"; token = "${x}"; password = "!"; b = "c";',
    "}",
  ].join("\n")
  expect(remarksOf(code)).toEqual({
    autoUpgrade: [4],
    keys: [6],
    secrets: [
      { line: 5, name: "password" },
      { line: 7, name: "psk" },
      { line: 8, name: "comfyui-token" },
    ],
    stateVersions: ["24.05"],
  })
})

const file = { content: undefined, detail: "", kind: "file" } as const

test("the host's Nix has the last word on paths and syntax", () => {
  const seen = { ...file, path: "sub/a.nix" }
  const judge = (ast: string, code: string) =>
    judgeAst({ ...seen, ast }, code, "/etc/nixos")
  expect(judge("[ /etc/nixos/sub/b ]", "[ ./b ]")).toEqual([])
  expect(judge('("/etc/x" + /etc/nixos/sub/)', "./${x}")).toEqual([])
  expect(judge("[ /etc/nixos/c ]", "[ ./b ]")).toEqual([
    "sub/a.nix: Nix finds the path /etc/nixos/c, but sdops doesn't",
  ])
})

test.each(["2.26.3", "2.34.8"])("a syntax error of Nix %s has a place", (v) => {
  const url = new URL(
    `../fixtures/nix/parse-error.${v}.stderr`,
    import.meta.url,
  )
  const failed = {
    ...file,
    parseError: readFileSync(url, "utf8"),
    path: "sub/a.nix",
  }
  expect(judgeAst(failed, "", "/etc/nixos")).toEqual([
    "sub/a.nix:1:35: syntax error, unexpected ';'",
  ])
})

test("reading never throws, and finds a path that stands alone", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      reachOf(text)
      remarksOf(text)
      readCode(text, text)
    }),
  )
  const name = fc.stringMatching(/^[a-z][a-z0-9._-]{0,8}$/)
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), (names) => {
      const code = names.map((one) => `./${one}`).join("\n")
      const found = reachOf(`[ ${code} ]`)
      expect(found.map(({ text }) => text)).toEqual(names.map((n) => `./${n}`))
      expect(found.map(({ line }) => line)).toEqual(names.map((_, i) => i + 1))
    }),
  )
})
