import type { Problem } from "./problem.ts"

/** What an evaluation error says about where and why. */
export type EvaluationError = {
  /** The first real `error:` line, without position and definitions. */
  readonly message: string
  /** Failed assertions, one each, without their dash. */
  readonly assertions: readonly string[]
  readonly option: string | undefined
  readonly position: Position | undefined
  /** Files that define the option, with the value as Nix prints it. */
  readonly definitions: readonly Definition[]
  /** Names that Nix finds near a wrong one. */
  readonly suggestions: readonly string[]
}

type Position = {
  readonly file: string
  readonly line: number
  readonly column: number
}
type Definition = { readonly file: string; readonly value: string }

/** Reads the details of a problem whose kind is `evaluation`. */
export function readEvaluationError({
  block,
  text,
}: Pick<Problem, "block" | "text">): EvaluationError {
  const own = block.slice(Math.max(0, block.lastIndexOf("error:")))
  const [message = ""] = text.split("\n")
  return {
    message: message.replace(/ Definition values:$/, ""),
    assertions: assertionsOf(own),
    definitions: definitionsOf(own),
    option: /option [`‘']([^'’]+)['’]/.exec(own)?.[1],
    position: positionOf(own) ?? ownPosition(block),
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

function definitionsOf(text: string): Definition[] {
  const found = text.matchAll(/^\s*- In [`']([^']+)': (.*)$/gm)
  return [...found].map(([, file = "", value = ""]) => ({ file, value }))
}

const at = /^\s*at ([^\n]+):(\d+):(\d+):/m

function positionOf(text: string): Position | undefined {
  const [, file, line, column] = at.exec(text) ?? []
  if (file === undefined) return undefined
  return { file, line: Number(line), column: Number(column) }
}

/** The innermost place of the trace that isn't nixpkgs' or Nix's own. */
function ownPosition(block: string): Position | undefined {
  const places = block.match(new RegExp(at, "gm")) ?? []
  const own = places
    .map((place) => positionOf(place))
    .filter((place) => place !== undefined)
    .filter(({ file }) => !/^«|\/(lib|pkgs|nixos)\//.test(file))
  return own.at(-1)
}

function suggestionsOf(text: string): string[] {
  const [, said] = /Did you mean (?:one of )?([^?]+)\?/.exec(text) ?? []
  return (said ?? "")
    .split(/, | or /)
    .map((name) => name.replaceAll(/[`'‘’"\s]/g, ""))
    .filter((name) => name !== "")
}
