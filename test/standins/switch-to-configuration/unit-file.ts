/** Section → key → values, without [Install], which never matters here. */
export type Unit = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

/**
 * Reads a unit: its file, then its drop-ins. An empty value takes back what
 * was said before, as systemd does it.
 */
export function parseUnit(texts: readonly string[]): Unit {
  const unit = new Map<string, Map<string, string[]>>()
  for (const text of texts) readInto(unit, text)
  return unit
}

function readInto(unit: Map<string, Map<string, string[]>>, text: string) {
  let section = ""
  const joined = text.replace(/\\\n\s*/g, " ")
  for (const line of joined.split("\n").map((raw) => raw.trim())) {
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue
    const header = /^\[(.*)\]$/.exec(line)
    if (header !== null) {
      section = header[1] ?? ""
      continue
    }
    const [, key, value] = /^([^=]*?)\s*=\s*(.*)$/.exec(line) ?? []
    if (key === undefined || value === undefined || section === "Install") {
      continue
    }
    const keys = unit.get(section) ?? new Map<string, string[]>()
    unit.set(section, keys)
    if (value === "") keys.delete(key)
    else keys.set(key, [...(keys.get(key) ?? []), value])
  }
}

/** All values of a key, none if it is absent. */
export function values(unit: Unit, section: string, key: string) {
  return unit.get(section)?.get(key) ?? []
}

/** A boolean as systemd.syntax(7) reads it; the last definition counts. */
export function flag(
  unit: Unit,
  section: string,
  key: string,
  otherwise: boolean,
): boolean {
  const last = values(unit, section, key).at(-1)
  if (last === undefined) return otherwise
  return ["1", "on", "true", "yes"].includes(last)
}

/** Units that an operator alone may start. */
export function startedByHandOnly(unit: Unit): boolean {
  return (
    flag(unit, "Unit", "RefuseManualStart", false) ||
    flag(unit, "Unit", "X-OnlyManualStart", false)
  )
}
