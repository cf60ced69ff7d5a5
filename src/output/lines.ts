import stringWidth from "string-width"
import { cut } from "./cut.ts"
import { oneLine } from "../remote/one-line.ts"

/** A row of cells, or one text over all columns but the first ones. */
export type Line =
  | { readonly cells: readonly string[] }
  | { readonly cells: readonly string[]; readonly rest: string }

/**
 * A table of which each row is one line: what is too wide at its end is cut,
 * never wrapped. Only a first cell may be coloured; all else may be of anybody,
 * and becomes one line.
 */
export function lines(rows: readonly Line[], columns: number): string {
  const safe = rows.map(partsOf)
  const widths: number[] = []
  for (const { fixed } of safe) {
    for (const [index, cell] of fixed.entries())
      widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell))
  }
  const padded = (cell: string, index: number): string =>
    cell + " ".repeat((widths[index] ?? 0) - stringWidth(cell) + 2)
  return safe
    .map(({ fixed, last }) => {
      const head = fixed.map(padded).join("")
      const room = Math.max(10, columns - stringWidth(head))
      return `${head}${cut(last, room)}`.trimEnd()
    })
    .join("\n")
}

function partsOf(row: Line) {
  const [first = "", ...more] = row.cells
  const cells = [first, ...more.map(oneLine)]
  if ("rest" in row) return { fixed: cells, last: oneLine(row.rest) }
  return { fixed: cells.slice(0, -1), last: cells.at(-1) ?? "" }
}
