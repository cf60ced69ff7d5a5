import { parseLogLine } from "./log-line.ts"

/**
 * The stderr of any nix command as plain lines, whether or not it was run with
 * `--log-format internal-json`: messages unfolded, escapes and activities gone.
 * Build logs are kept apart, by derivation.
 */
export type Messages = {
  readonly lines: readonly string[]
  readonly logs: ReadonlyMap<string, readonly string[]>
  /** The store URI of the builder of each derivation that had one. */
  readonly machines: ReadonlyMap<string, string>
}

/** Lines kept of each build log: a summary of tests is long. */
const most = 200

export function readMessages(stderr: string): Messages {
  const lines: string[] = []
  const logs = new Map<string, string[]>()
  const machines = new Map<string, string>()
  const drvOf = new Map<number, string>()
  for (const text of stderr.split("\n")) {
    const line = parseLogLine(text)
    if (line.kind === "text") lines.push(line.text)
    if (line.kind === "message") lines.push(...line.text.split("\n"))
    if (line.kind === "start" && line.activity.type === "build") {
      const { drv, machine } = line.activity
      drvOf.set(line.id, drv)
      if (machine !== "") machines.set(drv, machine)
    }
    if (line.kind === "log") {
      const drv = drvOf.get(line.id) ?? ""
      logs.set(drv, [...(logs.get(drv) ?? []), line.text].slice(-most))
    }
  }
  return { lines, logs, machines }
}

/**
 * Errors and warnings with the indented lines that belong to them, and every
 * other line by itself.
 */
export function blocksOf(lines: readonly string[]): string[] {
  const blocks: string[] = []
  let open = false
  for (const line of lines) {
    const belongs: boolean = open && /^(\s|$)/.test(line)
    if (belongs) blocks.push(`${blocks.pop() ?? ""}\n${line}`)
    else if (line !== "") blocks.push(line)
    // A builder's failure is told by the hook in a line of its own.
    open = belongs || /^(error|warning|Failed assertions)\b/.test(line)
  }
  return blocks.map((block) => block.trimEnd())
}
