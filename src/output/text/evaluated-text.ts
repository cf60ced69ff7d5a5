import type { EvaluatedHosts } from "../../upkeep/evaluating/eval-result.ts"
import type { Theme } from "../theme.ts"
import { sayFailure } from "./say-failure.ts"

/** The value alone of one host; of several, each below its name. */
export function evaluatedText(
  { hosts }: EvaluatedHosts,
  theme: Theme,
  columns: number,
): string {
  const said = hosts.map(({ error, value }) =>
    error === undefined ? valueText(value) : sayFailure(error, theme, columns),
  )
  if (hosts.length === 1) return said[0] ?? ""
  return hosts
    .map(({ error, host }, at) =>
      error === undefined ? `${theme.strong(host)}  ${said[at]}` : said[at],
    )
    .join("\n")
}

/** Text as it is, all else as JSON. */
function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2)
}
