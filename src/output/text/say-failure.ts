import type { Theme } from "../theme.ts"
import { wrap } from "../wrap.ts"

/** An error, thrown or of a host's result: both have these. */
export type Failure = {
  readonly because: readonly string[]
  readonly code: string
  readonly evidence: readonly string[]
  readonly help: readonly string[]
  readonly host?: string | undefined
  readonly message: string
  readonly stage?: string | undefined
}

const label = "because".length + 2

/**
 * A failure as people read it: where, what, why, the remote's own words, what
 * to run, and the code to look up.
 */
export function sayFailure(
  failure: Failure,
  theme: Theme,
  columns: number,
): string {
  const { because, code, evidence, help, host, message, stage } = failure
  const where = [stage, host && `${host}:`].filter(Boolean).join("  ")
  const first = where === "" ? message : `${where} ${message}`
  const [head = "", ...more] = wrap(first, columns - 3)
  return [
    ` ${theme.bad(theme.signs.bad)} ${theme.strong(head)}`,
    ...more.map((line) => `   ${theme.strong(line)}`),
    ...part("because", because.flatMap(broken(columns)), theme),
    // As it came: broken lines of somebody else's can't be searched for.
    ...part("evidence", evidence, theme),
    ...part("try", help, theme),
    ...part("code", [`${code}  (sdops help errors)`], theme),
  ].join("\n")
}

function broken(columns: number): (text: string) => readonly string[] {
  return (text) => wrap(text, columns - label - 4)
}

function part(
  name: string,
  lines: readonly string[],
  theme: Theme,
): readonly string[] {
  return lines.map((line, index) => {
    const head = index === 0 ? name.padEnd(label) : " ".repeat(label)
    return `   ${theme.dim(head)}${line}`
  })
}
