import { createHash } from "node:crypto"
import type { TableApp } from "./apps.ts"
import { parserCalls } from "./parser-calls.ts"
import { kindOf, type Row } from "./row.ts"

/** A pinned source: what it is and its text. */
export type Pinned = {
  readonly commit: string
  readonly text: string
  readonly version: string
}

export type Table = {
  /** Choice → value → argument. */
  readonly choices: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly elsewhere: TableApp["elsewhere"]
  readonly file: string
  readonly options: Readonly<Record<string, Row>>
  readonly repository: string
  readonly sources: readonly Omit<Pinned & { sha256: string }, "text">[]
}

/**
 * The table of an app from its sources, the oldest first: a later one's types
 * count, arguments that only some know say so. Errors: two arguments of one
 * name, a group without a name, an argument of an unknown kind, one that
 * changed twice.
 */
export function tableOf(app: TableApp, sources: readonly Pinned[]): Table {
  const rows = sources.map((source) => rowsOf(app, source))
  const options: Record<string, Row> = {}
  for (const [at, found] of rows.entries()) {
    for (const [name, row] of Object.entries(found)) {
      const before = options[name]
      const past = sources[at - 1]?.version
      options[name] = join(row, before, past)
    }
    for (const [name, row] of Object.entries(options)) {
      const past = sources[at - 1]?.version
      if (name in found || row.until !== undefined || past === undefined)
        continue
      options[name] = { ...row, until: past }
    }
  }
  const sorted = sort(options)
  return {
    choices: choicesOf(sorted),
    elsewhere: app.elsewhere,
    file: app.file,
    options: sorted,
    repository: app.repository,
    sources: sources.map(({ commit, text, version }) => ({
      commit,
      sha256: createHash("sha256").update(text).digest("hex"),
      version,
    })),
  }
}

function rowsOf(app: TableApp, { text }: Pinned): Record<string, Row> {
  const source = parserCalls(text)
  const rows: Record<string, Row> = {}
  for (const call of source.calls) {
    if (call.argument in app.elsewhere) continue
    const name = call.argument.slice(2).replaceAll("_", "-")
    if (name in rows) throw new Error(`two arguments are called ${name}`)
    const choice =
      call.group === undefined ? undefined : app.choices[call.group]
    if (call.group !== undefined && choice === undefined)
      throw new Error(`${call.argument}: the group ${call.group} has no name`)
    const group = choice === undefined ? {} : { group: choice }
    rows[name] = { argument: call.argument, ...group, ...kindOf(call, source) }
  }
  return rows
}

/** A row of a later source over what earlier ones said. */
function join(row: Row, before: Row | undefined, past?: string): Row {
  if (past === undefined) return row
  if (before === undefined) return { ...row, after: past }
  const { type, values } = before
  const same =
    type === row.type && String(values ?? "") === String(row.values ?? "")
  const kept = before.after === undefined ? {} : { after: before.after }
  if (same)
    return before.older === undefined
      ? { ...row, ...kept }
      : { ...row, ...kept, older: before.older }
  if (before.older !== undefined)
    throw new Error(`${row.argument}: it changed twice, a row tells it once`)
  const older = { type, until: past, ...(values && { values }) }
  return { ...row, ...kept, older }
}

function choicesOf(options: Readonly<Record<string, Row>>): Table["choices"] {
  const choices: Record<string, Record<string, string>> = {}
  for (const [name, { argument, group }] of Object.entries(options))
    if (group !== undefined)
      choices[group] = { ...choices[group], [name]: argument }
  const taken = Object.keys(choices).find((choice) => choice in options)
  if (taken !== undefined)
    throw new Error(`${taken} is an argument and a choice`)
  return sort(choices)
}

function sort<Value>(record: Readonly<Record<string, Value>>) {
  const entries = Object.entries(record)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
