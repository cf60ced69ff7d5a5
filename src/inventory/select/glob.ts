/** Whether a word is a pattern rather than a name. */
export function isGlob(word: string): boolean {
  return /[*?[]/.test(word)
}

/**
 * A shell pattern as an expression for whole words: `*`, `?`, `[a-c]`,
 * `[!a]`. Host names and tags hold no slash, so `*` takes everything. A range
 * that runs backwards matches nothing.
 */
export function glob(pattern: string): RegExp {
  const source = pattern.replace(
    /\[(!?)([^\]]+)\]|[*?]|[^*?[]+|\[/g,
    (part, not: string | undefined, set: string | undefined) => {
      if (part === "*") return ".*"
      if (part === "?") return "."
      if (set === undefined) return RegExp.escape(part)
      return `[${not === "!" ? "^" : ""}${set.replace(/[\\\]^]/g, "\\$&")}]`
    },
  )
  try {
    return new RegExp(`^${source}$`, "u")
  } catch {
    return /$^/
  }
}
