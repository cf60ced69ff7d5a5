/**
 * Keeps lines as long as they are few, and their end when they are many: a
 * build may talk for hours.
 */
export function keptLines(
  /** Characters that are kept at least. */
  most: number,
): { readonly add: (line: string) => void; readonly text: () => string } {
  let lines: string[] = []
  let size = 0
  return {
    add(line) {
      lines.push(line)
      size += line.length + 1
      if (size <= 2 * most) return
      let from = 0
      while (size > most && from < lines.length - 1) {
        size -= (lines[from]?.length ?? 0) + 1
        from += 1
      }
      lines = lines.slice(from)
    },
    text: () => lines.join("\n"),
  }
}
