import type { z } from "zod"

const types: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "a map",
  record: "a map",
  string: "text",
}

/**
 * What a schema wanted, to follow "expected …"; schemas that know better say
 * so themselves.
 */
export function expectation(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return types[issue.expected] ?? issue.expected
    case "invalid_value":
      return either(issue.values.map(String))
    case "too_small":
      return `at least ${amount(issue.minimum, issue.origin)}`
    case "too_big":
      return `at most ${amount(issue.maximum, issue.origin)}`
    default:
      return "another value"
  }
}

function amount(bound: number | bigint, origin: string): string {
  return origin === "array" ? `${bound} in the list` : String(bound)
}

function either(words: readonly string[]): string {
  if (words.length < 2) return words.join("")
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`
}
