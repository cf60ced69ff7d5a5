import { quote } from "../quote.ts"

/** This command line as it would be typed again. */
export function again(words: readonly string[]): string {
  const quoted = words.map((word) =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : quote(word),
  )
  return ["sdops", ...quoted].join(" ")
}
