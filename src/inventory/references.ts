import { statSync } from "node:fs"
import { join } from "node:path"
import { fleetInputs } from "./complete.ts"
import { moduleReference } from "./module-reference.ts"
import { nearest } from "./read/nearest.ts"
import type { Problem } from "./read/problem.ts"
import type { FleetFile } from "./schema/fleet.ts"
import type { Path, Source } from "./read/source.ts"

/** A host's part of a file: a whole one, or the fleet's `defaults`. */
export type Part = {
  readonly source: Source
  /** As parsed, not as checked: dangling is told beside what is malformed. */
  readonly value: unknown
  readonly at: Path
}

/** What points at nothing: builders, inputs and files that don't exist. */
export function danglingReferences(
  part: Part,
  fleet: FleetFile | undefined,
  root: string,
): Problem[] {
  const modules = field(part.value, "modules")
  const written = Array.isArray(modules) ? modules : []
  const found = written.flatMap((entry: unknown, index) => {
    if (typeof entry !== "string") return []
    const message = judgeModule(entry, fleet, root)
    const at = [...part.at, "modules", index]
    return message === undefined ? [] : [part.source.problem(at, message)]
  })
  return [...danglingBuilder(part, fleet), ...found]
}

function danglingBuilder(part: Part, fleet: FleetFile | undefined): Problem[] {
  const site = field(part.value, "build-on")
  // A fleet file that can't be read has problems enough of its own.
  if (typeof site !== "string" || fleet === undefined) return []
  const known = ["control", "host", ...Object.keys(fleet.builders).sort()]
  if (known.includes(site)) return []
  const message = `no builder ${site}; ${suggest(site, known)}`
  return [part.source.problem([...part.at, "build-on"], message)]
}

function judgeModule(
  written: string,
  fleet: FleetFile | undefined,
  root: string,
): string | undefined {
  const reference = moduleReference(written)
  switch (reference.names) {
    case "nothing":
      return reference.because
    case "output": {
      if (fleet === undefined) return undefined
      const known = Object.keys(fleetInputs(fleet))
      if (known.includes(reference.input)) return undefined
      return `no input ${reference.input}; ${suggest(reference.input, known)}`
    }
    case "file":
      return judgeFile(reference.path, root)
  }
}

function judgeFile(path: string, root: string): string | undefined {
  const found = stat(join(root, path))
  if (found === undefined) return `no file ${path}`
  const inner = `${path}/default.nix`
  const lacks = found.isDirectory() && stat(join(root, inner)) === undefined
  return lacks ? `no file ${inner}` : undefined
}

function stat(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    // Below a file, or not readable: as good as not there.
    return undefined
  }
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined
  return (value as Record<string, unknown>)[key]
}

function suggest(word: string, known: readonly string[]): string {
  const meant = nearest(word, known)
  if (meant !== undefined) return `did you mean ${meant}?`
  return known.length === 0 ? "there is none" : `there are ${known.join(", ")}`
}
