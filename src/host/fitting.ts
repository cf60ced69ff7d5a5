import type { z } from "zod"
import { fail } from "../errors/fail.ts"

type At = {
  /** What was asked, such as `the evaluation`. */
  readonly asked: string
  readonly host: string
}

/** What a host said, in the form that it must have. Errors: `answerRefused`. */
export function fitting<Schema extends z.ZodType>(
  schema: Schema,
  said: unknown,
  { asked, host }: At,
): z.infer<Schema> {
  const parsed = schema.safeParse(said)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = issue?.path.map(String).join(".") ?? ""
  const why = `${place || "it"}: ${issue?.message ?? "it has another form"}`
  throw fail("answerRefused", { asked, why }, { host })
}

/** The same of JSON. Errors: `answerRefused`, also for what isn't any. */
export function fittingJson<Schema extends z.ZodType>(
  schema: Schema,
  said: string,
  at: At,
): z.infer<Schema> {
  return fitting(schema, jsonOf(said), at)
}

/** Undefined for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
