import { fail } from "../../errors/fail.ts"

/** One thing that is wrong in an inventory file, with its place. */
export type Problem = {
  /** From the fleet's root, such as `hosts/lithium.yaml`. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number
  /** Keys joined by dots; empty for the file as a whole. */
  readonly path: string
  /** Such as `unknown key; did you mean port`. */
  readonly message: string
}

/** `hosts/lithium.yaml:3:7 gpu.vendor: expected …`. */
export function sayProblem(problem: Problem): string {
  const { file, line, column, path, message } = problem
  return `${file}:${line}:${column} ${path === "" ? "" : `${path}: `}${message}`
}

/** All problems as one error, `badInventory`, in order of their places. */
export function refused(problems: readonly Problem[]): Error {
  const sorted = [...problems].sort(
    (a, b) => order(a.file, b.file) || a.line - b.line || a.column - b.column,
  )
  return fail(
    "badInventory",
    { problems: sorted },
    { because: sorted.map(sayProblem) },
  )
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
