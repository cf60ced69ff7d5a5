import { strip } from "./strip.ts"

/** Text from anywhere as one safe line, as a line of a log or a question. */
export function oneLine(text: string): string {
  return strip(text).replaceAll(/\s*\n\s*/gu, " ")
}
