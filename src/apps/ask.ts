import type { z } from "zod"
import { fail } from "../errors/fail.ts"
import { lastLines } from "../remote/strip.ts"
import type { AppContext } from "./app.ts"
import type { AppPlace } from "./place.ts"
import { type Answer, type Call, request } from "./request.ts"

/**
 * One call whose answer must be 200 and fit a schema.
 * Errors: those of `request`; `appAnswer` with the body as evidence.
 */
export async function ask<Schema extends z.ZodType>(
  app: string,
  place: AppPlace,
  call: Call,
  schema: Schema,
  context: AppContext,
): Promise<z.infer<Schema>> {
  const answer = await request(place, call, context)
  if (answer.status !== 200) {
    throw badAnswer(app, call, answer, `status ${answer.status}`, context)
  }
  const parsed = schema.safeParse(readJson(answer))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue === undefined ? "" : ` (${issue.path.join(".")})`
  throw badAnswer(app, call, answer, `an unexpected answer${where}`, context)
}

/** An answer's JSON, or undefined when it isn't any. */
export function readJson(answer: Answer): unknown {
  try {
    return JSON.parse(answer.body.toString("utf8"))
  } catch {
    return undefined
  }
}

/** The error of an answer that can't be used. */
export function badAnswer(
  app: string,
  call: Call,
  answer: Answer,
  problem: string,
  { host, stage }: AppContext,
) {
  const shown = answer.body.toString("utf8", 0, 2000)
  return fail(
    "appAnswer",
    { app, path: call.path, problem },
    { evidence: lastLines(shown, 5), host, stage },
  )
}
