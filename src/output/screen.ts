import { writeSync } from "node:fs"
import { strip } from "../remote/strip.ts"
import { jsonText } from "./json-text.ts"
import { type Theme, themeFor } from "./theme.ts"
import { columnsOf } from "./wrap.ts"

/** A stream that people or programs read. */
export type Screen = {
  /** Columns that may be used. */
  readonly columns: number
  /** A value as a document of JSON, so many blanks an indentation. */
  readonly json: (value: unknown, indent?: number) => void
  /** A text and the end of its line. */
  readonly print: (text: string) => void
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
  return {
    columns: columnsOf(stream),
    json: (value, indent) => line(jsonText(value, indent)),
    print: (text) => {
      // Texts and the numbers of colours, in turn.
      const parts = text.split(colours)
      const safe = parts.map((part, at) =>
        at % 2 === 0 ? strip(part) : `\u001B[${part}m`,
      )
      line(safe.join(""))
    },
    theme: themeFor(stream, { ...options, mark }),
  }
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
