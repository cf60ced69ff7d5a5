import type { Table } from "./table.ts"

/** The table's file: keys sorted, one option a line. */
export function printTable(table: Table): string {
  const entries = Object.entries(table).map(([key, value]) =>
    Array.isArray(value)
      ? `  ${JSON.stringify(key)}: ${list(value)}`
      : `  ${JSON.stringify(key)}: ${record(value)}`,
  )
  return `{\n${entries.join(",\n")}\n}\n`
}

function record(value: unknown): string {
  if (typeof value !== "object" || value === null) return inLine(value)
  const lines = Object.entries(value).map(
    ([key, below]) => `    ${JSON.stringify(key)}: ${inLine(below)}`,
  )
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n  }`
}

function list(values: readonly unknown[]): string {
  return `[\n${values.map((value) => `    ${inLine(value)}`).join(",\n")}\n  ]`
}

/** JSON in one line with a blank after each comma and colon. */
function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(", ")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const fields = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, below]) => `${JSON.stringify(key)}: ${inLine(below)}`)
  return `{${fields.join(", ")}}`
}
