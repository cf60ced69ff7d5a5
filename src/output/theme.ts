import { styleText } from "node:util"

type Paint = (text: string) => string

/** Colours, and signs that mean the same without any. */
export type Theme = {
  readonly bad: Paint
  readonly dim: Paint
  readonly good: Paint
  /** Tell apart, and mean nothing by themselves. */
  readonly hues: readonly Paint[]
  readonly strong: Paint
  /** Of a sign alone: on white, a text in yellow is hardly read. */
  readonly warn: Paint
  readonly signs: {
    readonly bad: string
    readonly good: string
    readonly skipped: string
    readonly warn: string
  }
}

type Format = Parameters<typeof styleText>[0]

/** Red and yellow have a meaning, and blue is hardly seen on black. */
const hues = ["cyan", "magenta", "blueBright", "green"] as const

/**
 * The theme for a stream. `NO_COLOR`, `FORCE_COLOR`, `TERM=dumb` and a stream
 * that is no terminal are honoured by Node; `colour: false` turns it off.
 * `mark`: parameters that its colours bear, for a screen to know them by.
 */
export function themeFor(
  stream: NodeJS.WritableStream,
  options: { readonly colour: boolean; readonly mark?: string },
): Theme {
  const { colour, mark } = options
  const paint = (format: Format): Paint => {
    if (!colour) return (text) => text
    const [open = "", close = ""] = styleText(format, "|", { stream })
      .split("|")
      .map((code) => (mark ? code.replace(/m$/, `;${mark}m`) : code))
    return (text) => `${open}${text}${close}`
  }
  return {
    bad: paint("red"),
    dim: paint("dim"),
    good: paint("green"),
    hues: hues.map(paint),
    signs: { bad: "✗", good: "✓", skipped: "–", warn: "▲" },
    strong: paint("bold"),
    warn: paint("yellow"),
  }
}
