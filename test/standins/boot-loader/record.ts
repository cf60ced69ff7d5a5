import { readdirSync, readFileSync, rmSync } from "node:fs"
import { generationOf, parseEntry, type Entry } from "./entry.ts"
import { loaderFolder, variables, type Place, type Variable } from "./place.ts"
import { writeWhole } from "./write-whole.ts"

/** All that the loader knows when the machine starts. */
export type BootRecord = {
  /** Newest generation first, as the menu shows them. */
  readonly entries: readonly Entry[]
  /** What loader.conf says, possibly a pattern; empty: nothing. */
  readonly configured: string
  readonly variables: Readonly<Record<Variable, string>>
}

export function readRecord(place: Place): BootRecord {
  const folder = loaderFolder(place)
  return {
    configured:
      /^default\s+(\S+)/m.exec(read(`${folder}/loader.conf`))?.[1] ?? "",
    entries: readEntries(`${folder}/entries`),
    variables: {
      default: read(`${folder}/${variables.default}`).trim(),
      oneshot: read(`${folder}/${variables.oneshot}`).trim(),
      selected: read(`${folder}/${variables.selected}`).trim(),
    },
  }
}

function readEntries(folder: string): Entry[] {
  return list(folder)
    .filter((name) => name.endsWith(".conf"))
    .map((name) => parseEntry(name, read(`${folder}/${name}`)))
    .sort((one, other) => generationOf(other) - generationOf(one))
}

export function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}

/** Sets a variable; an empty value removes it. */
export function setVariable(place: Place, name: Variable, value: string) {
  const file = `${loaderFolder(place)}/${variables[name]}`
  if (value === "") rmSync(file, { force: true })
  else writeWhole(file, `${value}\n`)
}

/** The entry that the next boot takes if there is no one-shot. */
export function defaultEntry(record: BootRecord): Entry | undefined {
  const named = [record.variables.default, record.configured]
    .filter((name) => name !== "")
    .flatMap((name) => record.entries.filter(({ id }) => matches(name, id)))
  return named[0] ?? record.entries[0]
}

/** loader.conf may have a glob; nothing but `*` is used there. */
function matches(pattern: string, id: string): boolean {
  const parts = pattern.split("*").map((part) => RegExp.escape(part))
  return new RegExp(`^${parts.join(".*")}$`).test(id)
}
