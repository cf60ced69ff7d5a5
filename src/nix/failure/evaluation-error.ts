import { inOwnWords, ownFile, type Position } from "./own-places.ts"
import type { Problem } from "./problem.ts"

/** What an evaluation error says about where and why. */
export type EvaluationError = {
  /** The first real `error:` line, without position and definitions. */
  readonly message: string
  /** Failed assertions, one each, without their dash. */
  readonly assertions: readonly string[]
  readonly option: string | undefined
  /** Where it is: in the user's files if Nix names one of them. */
  readonly position: Position | undefined
  /** Files that define the option, with the value as Nix prints it. */
  readonly definitions: readonly Definition[]
  /** Files that declare the same option. */
  readonly declarations: readonly Position[]
  /** A module that takes an argument which nobody gives. */
  readonly argument: Argument | undefined
  /** Names that Nix finds near a wrong one. */
  readonly suggestions: readonly string[]
}

type Definition = Position & { readonly value: string }
type Argument = Position & { readonly name: string }

/**
 * Reads the details of a problem whose kind is `evaluation`; files are named
 * from the fleet's root. In: the host whose tree was evaluated.
 */
export function readEvaluationError(
  { block, text }: Pick<Problem, "block" | "text">,
  host: string,
): EvaluationError {
  const own = block.slice(Math.max(0, block.lastIndexOf("error:")))
  const [first = ""] = text.split("\n")
  const message = inOwnWords(first.replace(/ Definition values:$/, ""), host)
  const definitions = definitionsOf(own, host)
  return {
    argument: argumentOf(block, message, host),
    assertions: assertionsOf(own).map((said) => inOwnWords(said, host)),
    declarations: declarationsOf(own, host),
    definitions,
    message,
    option: /option [`‘']([^'’]+)['’]/i.exec(own)?.[1],
    position: positionOf(block, own, host),
    suggestions: suggestionsOf(own),
  }
}

function assertionsOf(text: string): string[] {
  const [, list] = text.split("Failed assertions:")
  return (list ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("- "))
    .map((line) => line.slice(2))
}

function definitionsOf(text: string, host: string): Definition[] {
  const found = text.matchAll(/^\s*- In [`']([^']+)':[ \n]*(.*)$/gm)
  return [...found].map(([, file = "", value = ""]) => ({
    ...ownFile(file, host),
    // Of a value of several lines the first is enough.
    value: /[[{(]$/.test(value) ? `${value} …` : value,
  }))
}

/** Source: nixpkgs lib/modules.nix, `optionDeclarations`. */
function declarationsOf(text: string, host: string): Position[] {
  const said = /in [`']([^']+)' is already declared in [`']([^']+)'/.exec(text)
  return (said ?? []).slice(1).map((file) => ownFile(file, host))
}

/** Source: nixpkgs lib/modules.nix, `applyModuleArgs`. */
function argumentOf(
  block: string,
  message: string,
  host: string,
): Argument | undefined {
  const isLack =
    message.startsWith("infinite recursion") ||
    /attribute '[\w'-]+' missing/.test(message)
  if (!isLack) return undefined
  const [, name = "", file = ""] =
    [...block.matchAll(/the module argument [`']([\w'-]+)' in "([^"]+)"/g)].at(
      -1,
    ) ?? []
  if (name === "" || ["config", "options", "pkgs"].includes(name))
    return undefined
  return { ...ownFile(file, host), name }
}

/**
 * Of the places in a trace, whose innermost comes last: the error's own if it
 * is in the user's files, else the innermost that is; else one of another
 * input's, else its own.
 */
function positionOf(
  block: string,
  own: string,
  host: string,
): Position | undefined {
  const all = positionsIn(block, host)
  const [first] = positionsIn(own, host)
  if (first?.writer === "fleet") return first
  const of = (writer: Position["writer"]) =>
    all.findLast((place) => place.writer === writer)
  return (
    of("fleet") ??
    named(block, host) ??
    of("input") ??
    first ??
    of("other") ??
    of("nixpkgs")
  )
}

function positionsIn(text: string, host: string): Position[] {
  const found = text.matchAll(/^\s*at ([^\n]+?):(\d+):(\d+):/gm)
  return [...found].map(([, file = "", line, column]) => ({
    ...ownFile(file, host),
    column: Number(column),
    line: Number(line),
  }))
}

/** A file of the user's that the trace names without a line. */
function named(block: string, host: string): Position | undefined {
  const found = block.matchAll(/[`'"](\/nix\/[^\s'"`]+)['"]/g)
  return [...found]
    .map(([, file = ""]) => ownFile(file, host))
    .findLast(({ writer }) => writer === "fleet")
}

function suggestionsOf(text: string): string[] {
  const [, said] = /Did you mean (?:one of )?([^?]+)\?/.exec(text) ?? []
  return (said ?? "")
    .split(/, | or /)
    .map((name) => name.replaceAll(/[`'‘’"\s]/g, ""))
    .filter((name) => name !== "")
}
