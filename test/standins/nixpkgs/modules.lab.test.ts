import { expect } from "vitest"
import { test } from "../../lab/test.ts"
import { evaluator } from "./on-host.ts"

/** `type` is Nix code in which `t` are the types. */
function option(type: string): string {
  return `lib.mkOption { type = let t = lib.types; in t.${type}; }`
}

/** Name, type, definitions in order, what they become. */
const merges: readonly [string, string, string, unknown][] = [
  ["a default gives way", "int", "(lib.mkDefault 1) 2", 2],
  ["force wins", "int", "1 (lib.mkForce 2)", 2],
  ["the highest priority wins", "int", "(lib.mkOverride 90 1) 2", 1],
  ["false conditions count for nothing", "int", "(lib.mkIf false 1) 2", 2],
  [
    "merges are flattened",
    "listOf t.int",
    "(lib.mkMerge [ [ 1 ] [ 2 ] ])",
    [1, 2],
  ],
  [
    "lists are joined, the last module first",
    "listOf t.int",
    "[ 1 ] [ 2 ]",
    [2, 1],
  ],
  [
    "order is kept",
    "listOf t.int",
    "(lib.mkBefore [ 1 ]) [ 2 ] (lib.mkAfter [ 0 ])",
    [1, 2, 0],
  ],
  ["sets are joined", "attrsOf t.int", "{ a = 1; } { b = 2; }", { a: 1, b: 2 }],
  [
    "conditions within sets are dropped",
    "attrsOf t.int",
    "{ a = lib.mkIf false 1; b = 2; }",
    { b: 2 },
  ],
  ["lines are joined", "lines", '"a" "b"', "b\na"],
  ["null or a value", "nullOr t.int", "null", null],
  ["either of two", "either t.int t.str", '"x"', "x"],
  ["one of several", "oneOf [ t.int t.bool ]", "true", true],
  [
    "anything is joined by attribute",
    "anything",
    "{ a.b = 1; } { a.c = 2; }",
    { a: { b: 1, c: 2 } },
  ],
  ["what is coerced", "coercedTo t.int toString t.str", "5", "5"],
  ["equal values agree", "str", '"a" "a"', "a"],
]

test.for(merges)("%s", async ([, type, definitions, expected], { host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`(lib.evalModules {
    modules = [ { options.x = ${option(type)}; } ]
      ++ map (x: { inherit x; }) [ ${definitions} ];
  }).config.x`)
  expect(result).toEqual({ ok: true, value: expected })
})

test("submodules know their name and refuse strangers", async ({ host }) => {
  const evaluate = await evaluator(host)
  const users = (module: string) => `(lib.evalModules { modules = [
    { options.users = lib.mkOption {
        type = lib.types.attrsOf (lib.types.submodule ({ name, ... }: {
          options.home = lib.mkOption { type = lib.types.str; };
          config.home = lib.mkDefault "/home/\${name}";
        })); }; }
    ${module}
  ]; }).config.users`
  expect(await evaluate(users("{ users.ops = { }; }"))).toEqual({
    ok: true,
    value: { ops: { home: "/home/ops" } },
  })
  const wrong = await evaluate(users("{ users.ops.hom = 1; }"))
  expect(wrong).toMatchObject({
    error: expect.stringContaining("The option `users.ops.hom' does not exist"),
  })
})

test("a module can be disabled by its place", async ({ host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`(lib.evalModules {
    modules = [
      { key = "/m/services/misc/comfyui.nix"; options.x = 1 / 0; }
      { disabledModules = [ "services/misc/comfyui.nix" ];
        options.x = lib.mkOption { default = "ours"; }; }
    ];
    specialArgs.modulesPath = "/m";
  }).config.x`)
  expect(result).toEqual({ ok: true, value: "ours" })
})

test("every option of NixOS comes from the table", async ({ host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`
    let
      leaves = path: set: lib.concatLists (lib.mapAttrsToList (name: node:
        if lib.isOption node
        then [ (lib.concatStringsSep "." (path ++ [ name ])) ]
        else leaves (path ++ [ name ]) node) set);
      options = (lib.nixosSystem {
        modules = [ ];
        system = "x86_64-linux";
      }).options;
      table = lib.importJSON (sdops + "/data/nixos-options.json");
      known = lib.concatMap (file: builtins.attrNames file.options)
        (builtins.attrValues table);
    in lib.subtractLists known (leaves [ ] (removeAttrs options [ "_module" ]))
  `)
  expect(result).toEqual({ ok: true, value: [] })
})
