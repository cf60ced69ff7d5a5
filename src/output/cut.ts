import stringWidth from "string-width"

/** A plain text that is no wider than `columns`, its end cut off if it must. */
export function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text
  let short = ""
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(short + segment) > columns - 1) break
    short += segment
  }
  return `${short.trimEnd()}…`
}
