import { writeSync } from "node:fs"
import { strip } from "../remote/strip.ts"
import { paged, pagerFor } from "./pager.ts"
import { jsonText } from "./json-text.ts"
import { type Theme, themeFor } from "./theme.ts"
import { columnsOf } from "./wrap.ts"

/** A stream that people or programs read. */
export type Screen = {
  /** Columns that may be used. */
  readonly columns: number
  /**
   * A text in place of the one that was drawn before, as much of it as the
   * terminal is high. None of its lines may be wider than the terminal. What is
   * `above` it stays, of any width.
   */
  readonly draw: (text: string, above?: readonly string[]) => void
  /** A value as a document of JSON, so many blanks an indentation. */
  readonly json: (value: unknown, indent?: number) => void
  /**
   * The same through the person's pager, where it is longer than the terminal
   * is high and somebody can turn pages.
   */
  readonly page: (text: string) => Promise<void>
  /** A text and the end of its line. */
  readonly print: (text: string) => void
  /** Whether it is a terminal on which `draw` replaces what it drew. */
  readonly redraws: boolean
  /** Colours that `print` lets through. */
  readonly theme: Theme
}

/**
 * The one way to write on a stream. Whatever a text came from, a terminal gets
 * no escape and no control character of it: only the colours of this screen's
 * own theme, which bear a mark that nobody else knows.
 */
export function screenOn(
  stream: NodeJS.WritableStream,
  options: { readonly colour: boolean },
): Screen {
  // Four digits each: that is what a terminal's parameters have at most. The
  // global crypto is loaded when it is used, which help never does.
  const numbers = [...crypto.getRandomValues(new Uint32Array(3))]
  const mark = numbers.map((number) => 1000 + (number % 9000)).join(";")
  const colours = new RegExp(`\\u001B\\[(\\d+);${mark}m`, "u")
  const line = (text: string): void => {
    stream.write(`${text}\n`)
  }
  const safe = (text: string): string => {
    // Texts and the numbers of colours, in turn.
    const parts = text
      .split(colours)
      .map((part, at) => (at % 2 === 0 ? strip(part) : `\u001B[${part}m`))
    return parts.join("")
  }
  let drawn = 0
  return {
    columns: columnsOf(stream),
    draw: (text, above = []) => {
      const shown = text === "" ? [] : fitting(safe(text), stream)
      // Up to where the last one began, and all below away.
      const back = drawn === 0 ? "" : `\u001B[${drawn}A\r\u001B[J`
      drawn = shown.length
      const all = [...above.map(safe), ...shown].map((one) => `${one}\n`)
      stream.write(back + all.join(""))
    },
    json: (value, indent) => line(jsonText(value, indent)),
    page: async (text) => {
      const shown = safe(text)
      const pager = pagerFor(shown, stream, process.env)
      if (pager === undefined || !(await paged(shown, pager))) line(shown)
    },
    print: (text) => line(safe(text)),
    redraws: redraws(stream),
    theme: themeFor(stream, { ...options, mark }),
  }
}

/** A terminal that can be told to go up; `dumb` ones can't. */
function redraws(stream: NodeJS.WritableStream): boolean {
  const isTerminal = "isTTY" in stream && stream.isTTY === true
  return isTerminal && process.env["TERM"] !== "dumb"
}

/** A text's lines, as many as a terminal shows without moving up. */
function fitting(text: string, stream: NodeJS.WritableStream): string[] {
  const rows = "rows" in stream ? Number(stream.rows) : 0
  const all = text.split("\n")
  if (!(rows > 1) || all.length < rows) return all
  const kept = all.slice(0, rows - 2)
  return [...kept, `… and ${all.length - kept.length} lines more`]
}

/** stdout and stderr, as the flags want them. */
export function screens(flags: { readonly noColor: boolean }): {
  readonly stderr: Screen
  readonly stdout: Screen
} {
  const options = { colour: !flags.noColor }
  return {
    stderr: screenOn(process.stderr, options),
    stdout: screenOn(process.stdout, options),
  }
}

/**
 * Makes streams whose reader is gone, or whose disk is full, lose what is
 * written and end nothing: what becomes of hosts doesn't hang on who reads.
 */
export function forgive(streams: readonly NodeJS.WritableStream[]): void {
  for (const stream of streams) {
    // oclif's own throws whatever is no EPIPE, in the middle of everything.
    stream.removeAllListeners("error")
    stream.on("error", () => {})
  }
}

/** Past whatever holds stderr back, just before the end; shows the cursor. */
export function lastWords(text: string): void {
  const cursor = process.stderr.isTTY ? "\u001B[?25h" : ""
  try {
    writeSync(2, `${cursor}\n${strip(text)}\n`)
  } catch {
    // Nobody reads them.
  }
}
