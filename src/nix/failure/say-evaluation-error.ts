import type { EvaluationError } from "./evaluation-error.ts"
import { type Position, sayFile } from "./own-places.ts"

/** Tells the line where a file of the fleet sets an option. */
export type LineOf = (file: string, option: string) => number | undefined

/** Reasons of an evaluation error, and the user's place that is to change. */
export type SaidEvaluation = {
  readonly because: readonly string[]
  readonly place: Position | undefined
}

/**
 * What an evaluation error means, the user's place first. In: how to find an
 * option in a file, since Nix tells no line of a definition.
 */
export function sayEvaluationError(
  error: EvaluationError,
  lineOf: LineOf,
): SaidEvaluation {
  const { argument, assertions, declarations, option, position } = error
  const placed = <File extends Position>(file: File): File => {
    if (file.writer !== "fleet" || file.line !== undefined) return file
    const line = option === undefined ? undefined : lineOf(file.file, option)
    return line === undefined ? file : { ...file, line }
  }
  const definitions = error.definitions.map(placed)
  const declared = declarations.map(placed)
  const isOfUser = ({ writer }: Position) => writer === "fleet"
  const taken = argument && takenAt(argument, lineOf)
  // What fails an assertion isn't where it is computed.
  const fallback = assertions.length > 0 ? undefined : position
  const place =
    taken ??
    [...definitions, ...declared].find(isOfUser) ??
    (fallback === undefined ? undefined : placed(fallback))
  const meant = error.suggestions.map((name) => `did you mean ${name}?`)
  const because = [
    ...(argument === undefined ? [] : [sayArgument(argument.name)]),
    ...sayDeclared(declared, option),
    ...meant,
    ...assertions,
    ...definitions.map((one) => `${sayFile(one)} says ${one.value}`),
  ]
  const isSaid = [...definitions, ...declared].some((one) => one === place)
  if (place === undefined || isSaid) return { because, place }
  const at = `at ${sayFile(place)}`
  const all = isOfUser(place) ? [at, ...because] : [...because, at]
  return { because: all, place }
}

function takenAt(
  argument: Position & { readonly name: string },
  lineOf: LineOf,
): Position {
  const { file, name, writer } = argument
  const line = writer === "fleet" ? lineOf(file, `{${name}}`) : undefined
  return { file, writer, ...(line === undefined ? {} : { line }) }
}

function sayArgument(name: string): string {
  return name === "inputs"
    ? "inputs are the fleet's, without self"
    : `modules get no argument ${name}: write its value, ` +
        "or set _module.args in a module"
}

function sayDeclared(
  files: readonly Position[],
  option: string | undefined,
): string[] {
  const other = files.find(({ writer }) => writer !== "sdops")
  const isOurs = files.some(({ writer }) => writer === "sdops")
  if (other === undefined || !isOurs) return []
  const service = option?.split(".").slice(0, 2).join(".") ?? "the same"
  return [
    `${sayFile(other)} declares ${service}, as sdops' own module does: ` +
      "remove it from modules, and set it in the host's file in hosts/",
  ]
}
