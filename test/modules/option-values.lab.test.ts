import { expect } from "vitest"
import { optionTables } from "../../src/inventory/option-tables.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import {
  isMissing,
  libraries,
  type Library,
} from "../standins/nixpkgs/libraries.ts"
import { evaluateAll, evaluator } from "../standins/nixpkgs/on-host.ts"
import { type Given, kindOf, quote } from "./kinds.ts"

const files = {
  comfyui: "comfyui-options.json",
  "stable-diffusion-webui": "webui-options.json",
} as const

type App = keyof typeof files
const apps = Object.keys(files) as App[]

/** `given` is Nix code of a set; the words, and whether the types fit. */
const prelude = (app: App) => `
  table = lib.importJSON (sdops + "/data/${files[app]}");
  inherit (import (sdops + "/lib") { inherit lib; }) arguments;
  options = given: (lib.evalModules { modules = [
    { options.services.${app}.options =
        lib.mkOption { type = arguments.optionsOf table; default = { }; }; }
    { _file = "hosts/x.nix"; services.${app}.options = given; }
  ]; }).config.services.${app}.options;
  words = given: arguments.wordsFor table (options given);
  taken = name: given:
    (builtins.tryEval (builtins.deepSeq (options given).\${name} true)).success;
`

/** Each option with each kind of value. */
function cases(app: App): readonly (readonly [string, Given])[] {
  const { choices, options } = optionTables[app]
  const single = Object.entries(options).flatMap(([name, row]) =>
    kindOf(row).good.map((given) => [name, given] as const),
  )
  const chosen = Object.entries(choices).flatMap(([name, values]) =>
    Object.entries(values).map(
      ([value, argument]) => [name, [quote(value), [argument]]] as const,
    ),
  )
  return [...single, ...chosen]
}

function wrong(app: App): readonly (readonly [string, string])[] {
  const { choices, options } = optionTables[app]
  return [
    ...Object.entries(options).flatMap(([name, row]) =>
      kindOf(row).bad.map((value) => [name, value] as const),
    ),
    ...Object.keys(choices).flatMap((name) =>
      ['"none of them"', "true", "[ ]"].map((value) => [name, value] as const),
    ),
  ]
}

async function valueOf(host: LabHost, library: Library, expression: string) {
  const evaluate = await evaluator(host, library)
  const result = await evaluate(expression)
  if (!result.ok) throw new Error(result.error)
  return result.value
}

for (const library of libraries)
  for (const app of apps) {
    const it = test.skipIf(isMissing(library))

    it(`${app}'s options take each value of their kind, in ${library}`, async ({
      host,
    }) => {
      const all = cases(app)
      const sets = all.map(
        ([name, [value]]) => `{ ${quote(name)} = ${value}; }`,
      )
      const list = sets.map((set) => `(words ${set})`).join("\n")

      const found = await valueOf(
        host,
        library,
        `let ${prelude(app)} in [ ${list} ]`,
      )

      expect(sets.map((set, at) => [set, (found as unknown[])[at]])).toEqual(
        all.map(([, [, words]], at) => [sets[at], words]),
      )
    })

    it(`no option of ${app} takes another, in ${library}`, async ({ host }) => {
      const all = wrong(app)
      const list = all.map(
        ([name, value]) =>
          `(taken ${quote(name)} { ${quote(name)} = ${value}; })`,
      )

      const found = await valueOf(
        host,
        library,
        `let ${prelude(app)} in [ ${list.join("\n")} ]`,
      )

      const taken = all.filter((_, at) => (found as boolean[])[at])
      expect(taken).toEqual([])
    })

    it(`a value that ${app} refuses is named, in ${library}`, async ({
      host,
    }) => {
      const { options } = optionTables[app]
      const byType = new Map(
        Object.entries(options).map(([name, row]) => [row.type, name]),
      )
      const names = [...byType.values()]
      const expressions = names.map((name) => {
        const bad = kindOf(options[name] ?? { argument: "", type: "flag" }).bad
        return `let ${prelude(app)} in words { ${quote(name)} = ${bad[0]}; }`
      })
      expressions.push(`let ${prelude(app)} in words { lowvran = true; }`)

      const outcomes = await evaluateAll(host, expressions, library)

      const errors = outcomes.map((one) => (one.ok ? "taken" : one.error))
      const expected = [...names, "lowvran"].map((name) =>
        expect.stringContaining(`\`services.${app}.options.${name}`),
      )
      expect(errors).toEqual(expected)
      expect(errors.filter((error) => error.includes("hosts/x.nix"))).toEqual(
        errors,
      )
    })
  }
