import stringWidth from "string-width"
import { wrap } from "./wrap.ts"

export type TableOptions = {
  /** Put before each line. */
  readonly indent?: string
  /** The last column is wrapped to fit; not at all when left out. */
  readonly columns?: number | undefined
}

/**
 * Rows as aligned columns, two blanks apart, without borders. Cells may be
 * coloured, those of a wrapped column not.
 */
export function table(
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  const { columns = Number.POSITIVE_INFINITY, indent = "" } = options

  const widths: number[] = []
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell))
    }
  }
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0)
  const room = Math.max(20, columns - before - stringWidth(indent))
  const lines = rows.flatMap((row) => {
    const cells = row.slice(0, -1).map((cell, index) => {
      const gap = (widths[index] ?? 0) - stringWidth(cell)
      return `${cell}${" ".repeat(gap)}  `
    })
    const head = indent + cells.join("")
    const [first = "", ...more] = wrap(row.at(-1) ?? "", room)
    const blank = " ".repeat(stringWidth(head))
    return [head + first, ...more.map((line) => blank + line)]
  })
  return lines.map((line) => line.trimEnd()).join("\n")
}
