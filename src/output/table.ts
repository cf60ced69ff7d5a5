import stringWidth from "string-width"

/**
 * Rows as aligned columns, two blanks apart, without borders; the last column
 * is as wide as it is. Cells may be coloured.
 */
export function table(
  rows: readonly (readonly string[])[],
  indent = "",
): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell))
    }
  }
  const lines = rows.map((row) => {
    const cells = row.map((cell, index) => {
      const gap = (widths[index] ?? 0) - stringWidth(cell)
      return index === row.length - 1 ? cell : cell + " ".repeat(gap)
    })
    return (indent + cells.join("  ")).trimEnd()
  })
  return lines.join("\n")
}
