import { type Check, judged } from "./check.ts"
import { importsOfSource } from "./imports.ts"

/** No file needs itself, however many files are between. */
export const cycles: Check = {
  name: "cycles",
  async run() {
    const next = new Map<string, string[]>()
    for (const { from, kind, to } of await importsOfSource()) {
      if (kind === "file") next.set(from, [...(next.get(from) ?? []), to])
    }
    return judged(findCycles(next))
  },
}

/** Each cycle once, as `a → b → a`. */
export function findCycles(
  next: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const found: string[] = []
  const finished = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file)
    if (start >= 0) {
      found.push([...path.slice(start), file].join(" → "))
      return
    }
    if (finished.has(file)) return
    for (const to of next.get(file) ?? []) visit(to, [...path, file])
    finished.add(file)
  }
  for (const file of next.keys()) visit(file, [])
  return found
}
