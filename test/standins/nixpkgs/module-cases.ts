import { modules } from "./whole-modules.ts"

/**
 * What the rehearsal nixpkgs' module system is compared with the real one in:
 * name → a Nix expression that knows `lib`, `one` and `config`.
 */
export type ModuleCase = readonly [name: string, expression: string]

/** For each type, values that it takes and values that it doesn't. */
const values: Readonly<Record<string, readonly string[]>> = {
  anything: ["1", "{ a.b = 1; }", "[ 1 ]", '"x"'],
  attrs: ["{ a = 1; }", "[ ]"],
  "attrsOf types.int": ["{ a = 1; }", '{ a = "x"; }', "1"],
  bool: ["true", '"true"', "1", "null"],
  "coercedTo types.int toString types.str": ["5", '"a"', "true", "[ ]"],
  commas: ['"a"', "[ ]"],
  'either types.bool (types.enum [ "a" "b" ])': ["true", '"a"', '"c"', "1"],
  "either types.bool types.int": ["true", "1", '"x"', "0.5"],
  "either types.float types.int": ["0.5", "2", '"x"'],
  "enum [ ]": ['"a"'],
  'enum [ "a" "b" ]': ['"a"', '"c"', "1", "null"],
  'enum [ "a" ]': ['"b"'],
  float: ["0.5", "1", '"x"'],
  "functionTo types.int": ["1"],
  int: ["1", '"1"', "1.0", "true", "{ }"],
  "ints.between 1 5": ["1", "5", "6", '"1"'],
  "ints.positive": ["1", "0"],
  "ints.u8": ["255", "256"],
  "ints.unsigned": ["0", "(-1)"],
  "lazyAttrsOf types.int": ["{ a = 1; }", "1"],
  lines: ['"a"', "1"],
  "listOf (types.listOf types.int)": ["[ [ 1 ] ]", "[ 1 ]"],
  "listOf types.int": ["[ 1 2 ]", '[ 1 "x" ]', "1", "{ }"],
  nonEmptyStr: ['"a"', '""', '" \\n"'],
  "nonEmptyListOf types.str": ['[ "a" ]', "[ ]", "[ 1 ]"],
  "nullOr (types.enum [ 1 2 ])": ["1", "3"],
  "nullOr (types.listOf types.path)": ['[ "/a" ]', '[ "a" ]', '"/a"'],
  "nullOr types.int": ["null", "1", '"x"'],
  number: ["1", "0.5", '"1"'],
  "oneOf [ types.int types.bool types.str ]": ["true", "[ ]"],
  package: ['"x"', "1"],
  path: ['"/a"', "/a", '"a"', "1"],
  port: ["0", "65535", "65536", "(-1)", '"8188"'],
  raw: ["1", "{ a = 1; }"],
  singleLineStr: ['"a\\n"', '"a\\nb"'],
  str: ['"a"', "1", "null", "[ ]", "/a"],
  'strMatching "[a-z]+"': ['"a"', '"A"', "1"],
  "submodule { options.a = lib.mkOption { type = types.int; }; }": [
    "{ a = 1; }",
    '{ a = "x"; }',
    "{ b = 1; }",
    "{ }",
    "1",
  ],
  "uniq types.int": ["1", '"x"'],
}

const typed: readonly ModuleCase[] = Object.entries(values).flatMap(
  ([type, given]) =>
    given.map((value): ModuleCase => [
      `${type} takes ${value}?`,
      `one (types: types.${type}) [ (${value}) ]`,
    ]),
)

/** Type, definitions in order. */
const merges: readonly (readonly [string, string])[] = [
  ["anything", "{ a.b = 1; } { a.c = 2; }"],
  ["anything", "{ a = 1; } { a = 2; }"],
  ["anything", "[ 1 ] [ 2 ]"],
  ["attrs", "{ a = 1; } { a = 2; }"],
  ["attrsOf types.int", "{ a = 1; } { b = 2; }"],
  ["attrsOf types.int", "{ a = 1; } { a = 2; }"],
  ["attrsOf types.int", "{ a = lib.mkForce 1; } { a = 2; }"],
  ["attrsOf types.int", "{ a = lib.mkIf false 1; b = 2; }"],
  ["attrsOf types.int", "(lib.mkForce { a = 1; }) { b = 2; }"],
  ["bool", "true true"],
  ["bool", "true false"],
  ["bool", "(lib.mkDefault true) false"],
  ["enum [ 1 2 ]", "1 2"],
  ["int", "(lib.mkDefault 1) (lib.mkDefault 2)"],
  ["int", "(lib.mkForce 1) (lib.mkForce 2)"],
  ["int", "(lib.mkOverride 90 1) 2"],
  ["int", "(lib.mkIf true 1) (lib.mkIf false 2)"],
  ["int", "(lib.mkIf false 1)"],
  ["int", "(lib.mkMerge [ 1 1 ])"],
  ["int", "(lib.mkMerge [ ])"],
  ["int", ""],
  ["lazyAttrsOf types.int", "{ a = 1; } { b = 2; }"],
  ["lines", '"a" "b"'],
  ["listOf types.int", "[ 1 ] [ 2 ]"],
  ["listOf types.int", "(lib.mkBefore [ 1 ]) [ 2 ] (lib.mkAfter [ 0 ])"],
  ["listOf types.int", "(lib.mkDefault [ 1 ]) [ 2 ]"],
  ["listOf types.int", "[ (lib.mkIf false 1) 2 ]"],
  ["nullOr types.int", "null 1"],
  ["nullOr types.int", "null null"],
  ["nullOr types.str", '"a" "b"'],
  ["package", ""],
  ["path", '"/a" "/b"'],
  ["raw", "1 2"],
  ['separatedString " "', '"a" "b"'],
  ["str", '"a" "a"'],
  ["str", '"a" "b"'],
  ["str", '(lib.mkIf 1 "a")'],
  ["uniq types.int", "1 2"],
  ['unique { message = "Only one."; } types.int', "1 1"],
]

const merged: readonly ModuleCase[] = merges.map(([type, definitions]) => [
  `${type} of ${definitions === "" ? "nothing" : definitions}`,
  `one (types: types.${type}) [ ${definitions} ]`,
])

const whole: readonly ModuleCase[] = Object.entries(modules).map(
  ([name, [written, asked]]) => [
    name,
    `let c = config [ ${written} ]; in ${asked}`,
  ],
)

/** Functions on values, as modules use them. */
const functions: readonly string[] = [
  'lib.escapeShellArg "a b\'c"',
  'lib.escapeShellArgs [ "a" "b c" "" ]',
  'lib.getExe { name = "x"; meta.mainProgram = "x"; outPath = "/x"; }',
  'lib.hasInfix "b" "abc"',
  'lib.hasInfix "" "abc"',
  'lib.hasPrefix "a" "abc"',
  'lib.hasSuffix "" "abc"',
  "lib.imap1 (n: v: n + v) [ 1 2 ]",
  "lib.recursiveUpdate { a = { b = 1; }; } { a = { c = 2; }; }",
  'lib.removePrefix "a" "abc"',
  'lib.removeSuffix "c" "abc"',
  'lib.splitString "." "a.b..c"',
  "lib.subtractLists [ 1 ] [ 1 2 3 ]",
  "lib.toList 1",
  "lib.unique [ 1 2 1 ]",
  'lib.versionAtLeast "0.38.1" "0.3.64"',
  'lib.versionOlder "0.3.64" "0.38.1"',
  'lib.showOption [ "a" "b c" "<name>" "d.e" ]',
]

export const moduleCases: readonly ModuleCase[] = [
  ...typed,
  ...merged,
  ...whole,
  ...functions.map((expression): ModuleCase => [expression, expression]),
]

/** What the expressions know besides `lib`. */
export const moduleCasePrelude = `
  config = modules: (lib.evalModules { inherit modules; }).config;
  one = type: definitions: (config (
    [ { options.x = lib.mkOption { type = type lib.types; }; } ]
    ++ lib.imap1 (n: x: { _file = "m\${toString n}.nix"; inherit x; })
      definitions
  )).x;
`
