import { type Expression, partsOf } from "../../nix/language/expression.ts"
import { settingsOf } from "../../nix/language/settings.ts"
import type { Finding } from "./finding.ts"

/**
 * What NixOS gives every module. Source: nixpkgs lib/modules.nix,
 * nixos/lib/eval-config.nix.
 */
const given = new Set(
  (
    "_class _prefix baseModules config extendModules extraModules lib " +
    "moduleType modules modulesPath noUserModules options pkgs specialArgs " +
    "utils"
  ).split(" "),
)

export type ModuleArguments = {
  /** Those that only a flake of the user's own gives. */
  readonly findings: readonly (Omit<Finding, "file"> & {
    readonly name: string
  })[]
  /** Those that the file gives to all others, as `_module.args`. */
  readonly gives: readonly string[]
}

/** The arguments that a module takes, and what it says to those of a flake. */
export function moduleArguments(module: Expression): ModuleArguments {
  const gives = settingsOf(module)
    .filter(({ path }) => path.join(".").startsWith("_module.args."))
    .map(({ path }) => path[2] ?? "")
  if (module.is !== "lambda") return { findings: [], gives }
  const named = module.name === undefined ? [] : ofName(module.name)
  const taken = [...module.formals, ...named]
  const findings = taken.flatMap(({ line, name }) =>
    given.has(name)
      ? []
      : [
          {
            cure: name === "inputs" ? ofFleet(module) : elsewhere,
            line,
            name,
            what: `${name} is an argument that your flake gives`,
          },
        ],
  )
  return { findings, gives }

  /** `args.inputs` of `args@{ … }:`. */
  function ofName(argument: string): { line: number; name: string }[] {
    const found = new Map<string, number>()
    for (const { line, path } of selectedFrom(module, argument))
      if (!found.has(path)) found.set(path, line)
    return [...found].map(([name, line]) => ({ line, name }))
  }
}

const elsewhere =
  "write its value, or set _module.args in a module; or adopt the " +
  "whole flake with --flake"

/** `inputs` are the fleet's here: which of them the file needs. */
function ofFleet(module: Expression): string {
  const names = selectedFrom(module, "inputs").map(({ path }) => path)
  const needed = [...new Set(names)].filter((name) => name !== "nixpkgs")
  const those = needed.filter((name) => name !== "self").toSorted()
  const add =
    those.length === 0
      ? "here these are the fleet's, of hosts/fleet.yaml"
      : "here these are the fleet's: add " +
        `${those.join(", ")} to inputs in hosts/fleet.yaml`
  return needed.includes("self") ? `${add}; write ./ for inputs.self` : add
}

/** The names that code selects from a variable. */
function selectedFrom(
  expression: Expression,
  name: string,
): { readonly line: number; readonly path: string }[] {
  const inner = partsOf(expression).flatMap((part) => selectedFrom(part, name))
  if (expression.is !== "select") return inner
  const { from, line, path } = expression
  const [first] = path
  return from.is === "variable" &&
    from.name === name &&
    typeof first === "string"
    ? [{ line, path: first }, ...inner]
    : inner
}
