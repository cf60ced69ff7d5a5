import type { z } from "zod"
import { type Answer, broken, type Question, type SiteContext } from "./ask.ts"
import { beginningOf, CutShort } from "./body.ts"

/** Bytes of an answer of an API; a model with many versions has 2 MB. */
const most = 32 * 1024 * 1024

/** An API's answer in the form that it must have. Errors: `modelSite`. */
export async function jsonOf<Schema extends z.ZodType>(
  answer: Answer,
  schema: Schema,
  question: Question,
  context: SiteContext,
): Promise<z.infer<Schema>> {
  const text = await textOf(answer, most, question, context)
  const parsed = schema.safeParse(parse(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const at = issue?.path.join(".") || "the answer"
  throw broken(question, `not its API's answer: ${at}: ${issue?.message}`)
}

/** A text's beginning. Errors: `modelSite` when it is cut. */
export async function textOf(
  answer: Answer,
  bytes: number,
  question: Question,
  context: SiteContext,
): Promise<string> {
  try {
    return (await beginningOf(answer, bytes, context)).toString("utf8")
  } catch (error) {
    if (error instanceof CutShort) throw broken(question, error.message)
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
