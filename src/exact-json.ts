/** JSON whose integers keep their value: those past 2^53 are bigints. */
export type ExactJson =
  | bigint
  | boolean
  | null
  | number
  | string
  | readonly ExactJson[]
  | { readonly [key: string]: ExactJson }

/** Not yet in TypeScript's library: tc39/proposal-json-parse-with-source. */
type Sourced = {
  parse: (
    text: string,
    revive: (key: string, value: unknown, at: { source?: string }) => unknown,
  ) => unknown
  rawJSON: (text: string) => unknown
}

const sourced = JSON as unknown as Sourced

/**
 * Parses JSON as Python writes it: NaN and Infinity, which JSON doesn't have,
 * become null. Errors: SyntaxError, RangeError for what is nested too deeply.
 */
export function parseExact(text: string): ExactJson {
  return sourced.parse(strict(text), (_, value, { source }) =>
    typeof value === "number" &&
    !Number.isSafeInteger(value) &&
    /^-?\d+$/u.test(source ?? "")
      ? BigInt(source ?? 0)
      : value,
  ) as ExactJson
}

/** Numbers that JSON has no word for as null, outside of strings. */
function strict(text: string): string {
  if (!/NaN|Infinity/u.test(text)) return text
  const parts: string[] = []
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at)
    const plain = text.slice(at, quote < 0 ? text.length : quote)
    parts.push(plain.replaceAll(/-?\b(?:Infinity|NaN)\b/gu, "null"))
    if (quote < 0) break
    let end = quote + 1
    while (end < text.length && text[end] !== '"')
      end += text[end] === "\\" ? 2 : 1
    parts.push(text.slice(quote, end + 1))
    at = end + 1
  }
  return parts.join("")
}

/** What JSON.stringify writes as this value, its bigints in all digits. */
export function rawOf(value: ExactJson): unknown {
  if (typeof value === "bigint") return sourced.rawJSON(String(value))
  if (Array.isArray(value)) return value.map(rawOf)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, rawOf(inner)]),
  )
}
