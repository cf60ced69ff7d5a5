import { withoutUrlSecrets } from "../../secret-in-url.ts"

/** A found value in a few words, for a problem: never longer than a line. */
export function show(value: unknown): string {
  if (value === null) return "nothing"
  if (Array.isArray(value)) return "a list"
  if (value instanceof Uint8Array) return "binary data"
  switch (typeof value) {
    case "boolean":
      return String(value)
    case "number":
      return `the number ${value}`
    case "string":
      return shorten(JSON.stringify(withoutUrlSecrets(value)))
    default:
      return "a map"
  }
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…"`
}
