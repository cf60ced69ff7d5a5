import fc from "fast-check"
import { expect, test } from "vitest"
import { impuritiesOf } from "../../src/adopt/impurities.ts"
import { judgeAst } from "../../src/adopt/judge-ast.ts"
import { reachOf } from "../../src/adopt/reach.ts"
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

test.each([
  ["<nixpkgs>", "use the argument pkgs"],
  ["import <nixpkgs/nixos/lib/x.nix>", '(pkgs.path + "/nixos/lib/x.nix")'],
  ["<nixos-hardware/dell/xps>", "nixos-hardware#nixosModules.dell-xps"],
  ["builtins.currentSystem", "hostPlatform"],
  ["builtins.getEnv x", "write the value"],
  ["~/x.nix", "bring the file here"],
  ['fetchTarball "https://x.org/a.tar.gz"', "add its sha256"],
  ['builtins.fetchTarball { url = "x"; }', "add its sha256"],
  ['builtins.fetchGit { url = "x"; }', "add its rev"],
  ['builtins.getFlake "github:a/b"', "add its rev"],
  ["{ system.copySystemConfiguration = true; }", "remove it"],
])("%s is impure", (code, cure) => {
  expect(impuritiesOf("a.nix", code)).toEqual([
    expect.objectContaining({ file: "a.nix", line: 1 }),
  ])
  expect(impuritiesOf("a.nix", code)[0]?.cure).toContain(cure)
})

test.each([
  'fetchTarball { url = "x"; sha256 = "y"; }',
  'builtins.fetchGit { rev = "x"; url = "y"; }',
  'builtins.fetchTarball ({ sha256 = "y"; } // x)',
  'pkgs.fetchurl { url = "x"; hash = "y"; }',
  "{ fetchTarball = 1; getEnv = 2; }",
  "{ system.copySystemConfiguration = false; }",
  '"<nixpkgs>" # <nixpkgs> builtins.getEnv',
  "a.fetchGit b",
])("%s is pure", (code) => {
  expect(impuritiesOf("a.nix", code)).toEqual([])
})

test("what is set as text is remarked", () => {
  const code = [
    "{",
    '  system.stateVersion = "24.05";',
    '  home.stateVersion = "23.11";',
    "  system.autoUpgrade = { enable = true; };",
    '  users.users.a.password = "moose";',
    `  b.privateKey = "${"A".repeat(43)}=";`,
    "}",
  ].join("\n")
  expect(remarksOf(code)).toEqual({
    "auto-upgrade": [4],
    keys: [6],
    passwords: [5],
    "state-versions": ["24.05"],
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
    "sub/a.nix: Nix sees the path /etc/nixos/c, sdops doesn't",
  ])
  const failed = { ...seen, "parse-error": "error: syntax error, at 1\n  x" }
  expect(judgeAst(failed, "", "/etc/nixos")).toEqual([
    "sub/a.nix: error: syntax error, at 1",
  ])
})

test("reading never throws, and finds a path that stands alone", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      reachOf(text)
      remarksOf(text)
      impuritiesOf("a", text)
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
