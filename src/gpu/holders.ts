/** A process that has devices of the driver open. */
export type Holder = {
  readonly pid: number
  /** The module whose devices they are. */
  readonly module: string
  /** How many of them it has open. */
  readonly files: number
  /** systemd's unit that it belongs to; empty when it is in none. */
  readonly unit: string
  /** The program's name, as the kernel has it. */
  readonly command: string
}

/** What holds the modules of the driver. */
export type Holders = {
  readonly processes: readonly Holder[]
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

/**
 * Parses the probe's lines: of modules, `module references holder,holder,`; of
 * processes, `pid module files unit command`, a unit of `-` being none.
 */
export function parseReferences(modules: string, processes = ""): Holders {
  const rows = modules.split("\n").map((line) => {
    const [name = "", count = "", by = ""] = line.split(" ")
    return [name, count, by] as const
  })
  return {
    ...holdersOf(rows.filter(([name]) => name !== "")),
    processes: processes
      .split("\n")
      .filter((line) => /^\d+ \S+ \d+ \S+/.test(line))
      .map(holderOf),
  }
}

function holderOf(line: string): Holder {
  const [pid, module = "", files, unit = "-", ...command] = line.split(" ")
  return {
    command: command.join(" "),
    files: Number(files),
    module,
    pid: Number(pid),
    unit: unit === "-" ? "" : unit,
  }
}

function holdersOf(
  rows: readonly (readonly [name: string, count: string, by: string])[],
): Holders {
  const counted = rows.filter(([, count]) => /^\d+$/.test(count))
  return {
    processes: [],
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
