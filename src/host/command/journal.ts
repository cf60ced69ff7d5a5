import { quote } from "../../quote.ts"

export type JournalInput = {
  readonly follow: boolean
  /** How many lines of before; all of `since` when left out. */
  readonly lines: number | undefined
  /** As journalctl takes it: `1 hour ago`, `today`, `@1764340000.5`. */
  readonly since: string | undefined
  /** systemd's; of the whole host when empty. */
  readonly units: readonly string[]
}

/** The command that shows the journal, each line with seconds since 1970. */
export function journalCommand(input: JournalInput): string {
  const { follow, lines, since, units } = input
  const words = [
    "exec",
    "journalctl",
    "--no-pager",
    "--no-hostname",
    "--quiet",
    "--output=short-unix",
    ...(follow ? ["--follow"] : []),
    ...(lines === undefined ? [] : [`--lines=${lines}`]),
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...units.map((unit) => `--unit=${unit}`),
  ]
  return words.map(quote).join(" ")
}

/** A line of a journal; `at` is seconds since 1970. */
export type JournalLine = { readonly at: number; readonly text: string }

/**
 * Reads lines as `journalCommand` has them shown. What has no time is a further
 * line of the message before it, and has its time.
 */
export function journalReader(): (line: string) => JournalLine {
  let at = 0
  return (line) => {
    const [, time, text] = /^(\d+\.\d+) (.*)$/u.exec(line) ?? []
    if (time === undefined || text === undefined) return { at, text: line }
    at = Number(time)
    return { at, text }
  }
}
