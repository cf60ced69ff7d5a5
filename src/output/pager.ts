import { stripVTControlCharacters } from "node:util"
import stringWidth from "string-width"
import { onTerminal } from "../process.ts"

/**
 * The command of the pager that a text is shown by; undefined: none, since it
 * fits, the stream is no terminal, or nobody wants one. As gh and git do it:
 * a variable of our own, then PAGER, then less; `cat` and nothing mean none.
 */
export function pagerFor(
  text: string,
  stream: NodeJS.WritableStream,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const { PAGER: theirs, SDOPS_PAGER: ours, TERM: terminal } = environment
  const isTerminal = "isTTY" in stream && stream.isTTY === true
  if (!isTerminal || terminal === "dumb") return undefined
  const rows = "rows" in stream ? Number(stream.rows) : 0
  const columns = "columns" in stream ? Number(stream.columns) : 0
  const command = (ours ?? theirs ?? "less").trim()
  if (!(rows > 1) || command === "" || command === "cat") return undefined
  // The prompt takes a line.
  return height(text, columns) < rows ? undefined : command
}

/** Lines that a text takes on a terminal, wrapped ones counted. */
function height(text: string, columns: number): number {
  const lines = stripVTControlCharacters(text).split("\n")
  if (!(columns > 0)) return lines.length
  return lines.reduce(
    (sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns)),
    0,
  )
}

/** Whether a pager has shown a text; it has not where there is no such one. */
export async function paged(text: string, command: string): Promise<boolean> {
  const environment = {
    // Leave the text, let colours through, and end where it fits after all.
    LESS: "FRX",
    LV: "-c",
    ...process.env,
  }
  const shell = ["/bin/sh", "-c", command] as const
  const exit = await onTerminal(shell, { environment, input: `${text}\n` })
  // As sh says that there is no such program, or that it can't be run.
  return exit !== undefined && exit !== 126 && exit !== 127
}
