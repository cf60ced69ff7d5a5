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
  let line = ""
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`
    if (line !== "" && stringWidth(longer) > columns) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}

/** A text cut to one line of `columns`, its end marked by `…`. */
export function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text
  let kept = ""
  for (const sign of text) {
    if (stringWidth(kept) + stringWidth(sign) > columns - 1) break
    kept += sign
  }
  return `${kept}…`
}
