/** A command line as Python's shlex.join writes it. */
export function shellJoin(argv: readonly string[]): string {
  return argv.map(shellQuote).join(" ")
}

function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  return `'${word.replaceAll("'", `'"'"'`)}'`
}

/** A list of words as Python's repr shows it. */
export function listRepr(words: readonly string[]): string {
  return `[${words.map(repr).join(", ")}]`
}

export function repr(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")
  if (!text.includes("'")) return `'${escaped}'`
  if (!text.includes('"')) return `"${escaped}"`
  return `'${escaped.replaceAll("'", "\\'")}'`
}
