import { globSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import {
  comfyuiOfOthers,
  ownOptions,
} from "../../src/adopt/configuration/comfyui-module.ts"
import {
  insteadOf,
  insteadOfFetching,
} from "../../src/adopt/configuration/cures.ts"
import { impuritiesOf } from "../../src/adopt/impurities/impurities.ts"
import { moduleArguments } from "../../src/adopt/configuration/module-arguments.ts"
import type { Expression } from "../../src/nix/language/expression.ts"
import { parseNix } from "../../src/nix/language/parse.ts"
import { settingsOf } from "../../src/nix/language/settings.ts"

function read(code: string): Expression {
  const tree = parseNix(code)
  if (tree === undefined) throw new Error(`unread: ${code}`)
  return tree
}

test.each([
  ['import "/a/b.nix"', ["module import /a/b.nix"]],
  ['let inherit (builtins) readFile; in readFile "/a"', ["whole readFile /a"]],
  ['let p = "/a"; in builtins.readDir p', ["whole readDir /a"]],
  ['builtins.readFile ("/a" + "/b")', ["whole readFile /a/b"]],
  ['x: builtins.readFile "/a/${x}/b"', ["whole readFile /a/"]],
  ['x: builtins.readFile "${x}/b"', []],
  ['{ lib }: lib.importJSON "/a.json"', ["whole importJSON /a.json"]],
  ['{ lib }: with lib; fileContents "/a"', ["whole fileContents /a"]],
  ['{ pkgs }: pkgs.callPackage "/a" { }', ["module callPackage /a"]],
  ['builtins.pathExists "/a"', ["module pathExists /a"]],
  ['builtins.path { path = "/a"; name = "b"; }', ["whole path /a"]],
  ['{ imports = [ "/a" ./b ]; }', ["module imports /a"]],
  ['{ imports = [ ] ++ lib.optional x "/a"; }', ["module imports /a"]],
  [
    '{ lib }: { imports = with lib; optionals x [ "/a" ]; }',
    ["module imports /a"],
  ],
  ['{ imports = if x then [ "/a" ] else [ ]; }', ["module imports /a"]],
  ['{ imports = map (n: "/a/${n}") [ "b" ]; }', ["whole imports /a/"]],
  ['{ modulesPath }: { imports = [ (modulesPath + "/a") ]; }', []],
  ['{ imports = [ { x = "/a"; } ]; }', []],
  ['{ environment.etc.x.source = "/a"; hashedPasswordFile = "/b"; }', []],
])("%s reads %j", (code, expected) => {
  const { reads } = impuritiesOf(read(code))
  expect(reads.map(({ by, how, text }) => `${how} ${by} ${text}`)).toEqual(
    expected,
  )
})

test.each([
  ["{ config, lib, pkgs, modulesPath, utils, ... }: { }", []],
  ["{ inputs, ... }: { }", ["inputs: of hosts/fleet.yaml"]],
  [
    "{ pkgs, inputs, ... }: { a = inputs.b.c; d = inputs.nixpkgs; }",
    ["inputs: add b to inputs"],
  ],
  [
    "{ self, pkgs-unstable, ... }: { }",
    ["self: --flake", "pkgs-unstable: --flake"],
  ],
  ["{ hostname ? null, ... }: { }", ["hostname: --flake"]],
  ["args@{ pkgs, ... }: { a = args.self; b = args.pkgs; }", ["self: --flake"]],
  ["{ a = 1; }", []],
])("%s takes %j", (code, expected) => {
  const { findings } = moduleArguments(read(code))
  expect(findings.map(({ name }) => name)).toEqual(
    expected.map((one) => one.split(":")[0]),
  )
  for (const [index, one] of expected.entries())
    expect(findings[index]?.cure).toContain(one.split(": ")[1])
})

test("what a module gives to others is no lack", () => {
  const code = "{ _module.args.a = 1; _module.args = { b = 2; }; }"
  expect(moduleArguments(read(code)).gives).toEqual(["a", "b"])
})

test.each([
  ["{ options.services.comfyui.enable = 1; }", ["declares services.comfyui"]],
  [
    "{ lib, ... }: { options = { services.comfyui = { }; }; }",
    ["declares services.comfyui"],
  ],
  ["{ options.services.comfyui-x = 1; options.services.other = 1; }", []],
  [
    "{ services.comfyui = { enable = true; listenAddress = 1; }; }",
    ["services.comfyui.listenAddress"],
  ],
  [
    "{ config.services.comfyui.acceleration = 1; }",
    ["services.comfyui.acceleration"],
  ],
  ["{ services.comfyui = { dataDir = 1; port = 1; }; }", []],
])("%s is of another ComfyUI: %j", (code, expected) => {
  const found = comfyuiOfOthers(read(code), "lithium")
  expect(found).toHaveLength(expected.length)
  for (const [index, what] of expected.entries()) {
    expect(found[index]?.what).toContain(what)
    expect(found[index]?.cure).toContain("hosts/lithium.yaml")
  }
})

test("the options that count as ours are those of the module", () => {
  const root = new URL("../../nix/modules/", import.meta.url).pathname
  const declared = globSync("comfyui*.nix", { cwd: root }).flatMap((file) => {
    const text = readFileSync(root + file, "utf8")
    const aliases = [...text.matchAll(/from = "(\w+)";/g)].map(
      ([, name]) => name,
    )
    const options = settingsOf(read(text))
      .filter(({ path }) =>
        path.join(".").startsWith("options.services.comfyui."),
      )
      .map(({ path }) => path[3])
    return [...aliases, ...options]
  })
  expect([...new Set(declared)].toSorted()).toEqual([...ownOptions])
})

test.each([
  ["<nixpkgs>", "use the argument pkgs"],
  ["<nixpkgs/nixos/lib/x.nix>", '(pkgs.path + "/nixos/lib/x.nix")'],
  ["<nixpkgs/nixos/modules/a.nix>", '(modulesPath + "/a.nix")'],
  ["<nixos-config>", "remove it"],
  ["<nixpkgs-overlays>", "nixpkgs.overlays"],
  ["<nixos-hardware/dell/xps>", "nixos-hardware#nixosModules.dell-xps"],
  ["<home-manager/nixos>", "home-manager#nixosModules.home-manager"],
  ["<agenix/modules/age.nix>", "agenix#nixosModules.default"],
  ["<sops-nix/modules/sops>", "sops-nix#nixosModules.sops"],
  ["<impermanence/nixos.nix>", "impermanence#nixosModules.impermanence"],
  ["<nobody/knows.nix>", '"${inputs.nobody}/knows.nix", or one of its nix'],
])("%s becomes %s", (search, cure) => {
  expect(insteadOf(search, "other")).toContain(cure)
})

test.each(["<nixos-unstable>", "<unstable>", "<nixpkgs-unstable>", "<x>"])(
  "import %s is a package set, not a module",
  (search) => {
    const cure = insteadOf(search, "import")
    expect(cure).toContain(`write inputs.${search.slice(1, -1)} `)
    expect(cure).not.toContain("nixosModules")
  },
)

test("a download's cure names its own address", () => {
  const url = "https://github.com/o/r/archive/refs/heads/main.tar.gz"
  const cure = insteadOfFetching("fetchTarball", url)
  expect(cure).toContain(`nix-prefetch-url --unpack ${url}`)
  expect(cure).toContain("r: github:o/r/main")
  expect(insteadOfFetching("fetchGit", undefined)).toContain("add its rev")
})
