import { styleText } from "node:util"

type Paint = (text: string) => string

/** Colours, and signs that mean the same without any. */
export type Theme = {
  readonly bad: Paint
  readonly dim: Paint
  readonly good: Paint
  readonly strong: Paint
  readonly warn: Paint
  readonly signs: {
    readonly bad: string
    readonly good: string
    readonly skipped: string
    readonly warn: string
  }
}

type Format = Parameters<typeof styleText>[0]

/**
 * The theme for a stream. `NO_COLOR`, `FORCE_COLOR`, `TERM=dumb` and a stream
 * that is no terminal are honoured by Node; `colour: false` turns it off.
 */
export function themeFor(
  stream: NodeJS.WritableStream,
  options: { readonly colour: boolean },
): Theme {
  const paint =
    (format: Format): Paint =>
    (text) =>
      options.colour ? styleText(format, text, { stream }) : text
  return {
    bad: paint("red"),
    dim: paint("dim"),
    good: paint("green"),
    signs: { bad: "✗", good: "✓", skipped: "–", warn: "▲" },
    strong: paint("bold"),
    warn: paint("yellow"),
  }
}
