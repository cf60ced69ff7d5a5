/** A script that runs on hosts, or a part of some. */
export type Part = {
  readonly name: string
  /** Its path. */
  readonly file: string
  /** Names of parts that come before it; undefined: its header has no line. */
  readonly needs: readonly string[] | undefined
}

/**
 * The names in a script's `# needs:` lines; `nothing` stands for none. Without
 * such a line it is undefined.
 */
export function needsIn(text: string): readonly string[] | undefined {
  const lines = [...text.matchAll(/^# needs:(.*)$/gmu)]
  if (lines.length === 0) return undefined
  const names = lines.flatMap(([, said = ""]) => said.trim().split(/\s+/u))
  return names.filter((name) => name !== "nothing")
}

/**
 * A part behind all that it needs: each once, each behind its own needs.
 * Errors: a name that no part has, a header without needs, a cycle.
 */
export function inOrder(
  part: Part,
  partOf: (name: string) => Part | undefined,
): readonly Part[] {
  const done = new Set<Part>()
  const visit = (one: Part, path: readonly string[]): void => {
    if (done.has(one)) return
    const way = [...path, one.name]
    if (path.includes(one.name)) {
      throw new Error(`scripts need each other: ${way.join(" → ")}`)
    }
    if (one.needs === undefined) {
      throw new Error(`${one.file} has no line "# needs: …"`)
    }
    for (const name of one.needs) {
      const needed = partOf(name)
      if (needed === undefined) {
        throw new Error(`${one.file} needs ${name}, which is no script`)
      }
      visit(needed, way)
    }
    done.add(one)
  }
  visit(part, [])
  return [...done]
}
