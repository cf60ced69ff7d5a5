/** What holds the modules of the driver. */
export type Holders = {
  /** Module to its reference count; absent where the kernel tells none. */
  readonly references: Readonly<Record<string, number>>
  /** Module to the modules that use it. */
  readonly users: Readonly<Record<string, readonly string[]>>
}

/** Parses /proc/modules: names, reference counts and users of nvidia's. */
export function parseProcModules(text: string): Holders {
  const rows = text.split("\n").map((line) => {
    const [name = "", , count = "", by = ""] = line.split(" ")
    return [name, count, by] as const
  })
  return holdersOf(rows.filter(([name]) => /^nvidia(_|$)/.test(name)))
}

/** Parses the probe's lines, `module references holder,holder,`. */
export function parseReferences(text: string): Holders {
  const rows = text.split("\n").map((line) => {
    const [name = "", count = "", by = ""] = line.split(" ")
    return [name, count, by] as const
  })
  return holdersOf(rows.filter(([name]) => name !== ""))
}

function holdersOf(
  rows: readonly (readonly [name: string, count: string, by: string])[],
): Holders {
  const counted = rows.filter(([, count]) => /^\d+$/.test(count))
  return {
    references: Object.fromEntries(
      counted.map(([name, count]) => [name, Number(count)]),
    ),
    users: Object.fromEntries(
      rows.map(([name, , by]) => [
        name,
        by.split(",").filter((user) => user !== "" && user !== "-"),
      ]),
    ),
  }
}
