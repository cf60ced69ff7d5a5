import stringWidth from "string-width"

/** Columns that may be used; 80 where nobody says. */
export function columnsOf(stream: NodeJS.WritableStream): number {
  const columns = "columns" in stream ? Number(stream.columns) : Number.NaN
  return Number.isInteger(columns) && columns >= 40 ? columns : 80
}

/**
 * A text as lines no wider than `columns`, broken at blanks; a word that is
 * wider stands alone, whole, so that paths and addresses can be copied.
 */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  const [first = "", ...words] = text.split(" ")
  let line = first
  for (const word of words) {
    const longer = `${line} ${word}`
    if (stringWidth(longer) > columns) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}
