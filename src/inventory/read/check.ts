import type { z } from "zod"
import { nearest } from "./nearest.ts"
import type { Problem } from "./problem.ts"
import { expectation } from "./say-issue.ts"
import { keysAt } from "../schema/keys-at.ts"
import { show } from "./show.ts"
import type { Path, Source } from "./source.ts"

export type Checked<Value> =
  | { readonly value: Value; readonly problems?: undefined }
  | { readonly value?: undefined; readonly problems: readonly Problem[] }

/** Knows better than "unknown key" what a key is doing there. */
export type Hint = (path: Path) => string | undefined

/** A source against a schema: the typed value, or every problem it has. */
export function check<Schema extends z.ZodType>(
  source: Source,
  schema: Schema,
  hint: Hint = () => undefined,
): Checked<z.output<Schema>> {
  const result = schema.safeParse(source.value, { error: expectation })
  if (result.success) return { value: result.data }
  const problems = result.error.issues.flatMap((issue) =>
    describe(source, schema, issue, hint),
  )
  return { problems }
}

function describe(
  source: Source,
  schema: z.ZodType,
  issue: z.core.$ZodIssue,
  hint: Hint,
): Problem[] {
  const path = issue.path.map((step) =>
    typeof step === "symbol" ? String(step) : step,
  )
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) =>
        source.problem(
          [...path, key],
          hint([...path, key]) ?? unknownKey(key, keysAt(schema, path)),
          "key",
        ),
      )
    case "invalid_key": {
      const said = issue.issues[0]?.message ?? "another key"
      return [source.problem(path, `expected the key to be ${said}`, "key")]
    }
    case "custom":
      if (issue.params?.["at"] === "key")
        return [source.problem(path, issue.message, "key")]
      return [source.problem(path, mismatch(issue.message, source, path))]
    default:
      return [source.problem(path, mismatch(issue.message, source, path))]
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  if (key === "<<")
    return (
      "merge keys aren't supported; write the keys out, or put shared keys " +
      "under defaults in hosts/fleet.yaml"
    )
  const meant = nearest(key, known)
  if (meant !== undefined) return `unknown key; did you mean ${meant}?`
  if (known.length <= 15)
    return `unknown key; expected one of ${known.join(", ")}`
  return "unknown option; options newer than sdops go into extra-options"
}

function mismatch(expected: string, source: Source, path: Path): string {
  const found = valueAt(source.value, path)
  if (found === undefined) return `missing; expected ${expected}`
  // Whoever wrote the secret itself must not see it in a log.
  if (expected.startsWith("a reference, never")) return `expected ${expected}`
  return `expected ${expected}; found ${show(found)}`
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null
        ? (inner as Record<string, unknown>)[step]
        : undefined,
    value,
  )
}
