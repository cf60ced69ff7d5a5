import type { ImportEvent } from "../../../adopt/import/import.ts"
import type { Imported } from "../../../adopt/import/result.ts"
import { table } from "../../table.ts"
import type { Theme } from "../../theme.ts"

/** A host that is to be added or left, as a line. */
export function importLine({ event, host, text }: ImportEvent): string {
  return event === "import-host" ? `+ ${host}  ${text}` : `– ${host}  ${text}`
}

/** What was added, what was left and why, and what comes next. */
export function importText(
  { added, "dry-run": dry, left, origin }: Imported,
  theme: Theme,
  columns?: number,
): string {
  const [first] = added
  const hosts = added.length === 1 ? "1 host" : `${added.length} hosts`
  const rows = added.map((one) => [
    one.host,
    `${one.user}@${one.address}${one.port === undefined ? "" : `:${one.port}`}`,
    [...one.tags.map((tag) => `@${tag}`), ...one.notes].join("; ") || "–",
  ])
  const others = left.map(({ name, why }) => [name, why])
  const options = { columns, indent: "  " }
  const done = dry ? `would add ${hosts}` : `added ${hosts}`
  return [
    first === undefined
      ? `nothing to add from ${origin}`
      : `${theme.good(theme.signs.good)} ${done} from ${origin}`,
    ...(first === undefined ? [] : [table(rows, options)]),
    ...(left.length === 0 ? [] : ["left alone", table(others, options)]),
    ...(first === undefined || dry
      ? []
      : [theme.dim(`next: sdops hosts add ${first.host}`)]),
  ].join("\n")
}
