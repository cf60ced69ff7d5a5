import { rawOf } from "../../exact-json.ts"
import { fail } from "../../errors/fail.ts"
import { lastLines } from "../../remote/strip.ts"
import { badAnswer, readJson } from "../ask.ts"
import { request } from "../request.ts"
import { accepted, type NodeErrors, rejected } from "./answers.ts"
import type { Attempt } from "./attempt.ts"
import type { Graph } from "./graph.ts"

/**
 * Puts a graph into the queue, at its front or not, under an id of the caller's
 * and for a client that nobody is, so that no browser is told of it. Never
 * tried twice: an error may mean that it is queued all the same.
 * Errors: `checkpointMissing`, `smokeFailed`, `appAnswer`.
 */
export async function submit(
  id: string,
  graph: Graph,
  attempt: Attempt,
  front = true,
): Promise<void> {
  const call = {
    body: {
      client_id: id,
      ...(front && { front }),
      prompt: rawOf(graph),
      prompt_id: id,
    },
    method: "POST",
    path: "/prompt",
  } as const
  const answer = await request(attempt.place, call, attempt.context)
  const body = readJson(answer)
  const good = accepted.safeParse(body)
  if (answer.status === 200 && good.success) {
    const problems = sayNodeErrors(good.data.node_errors)
    if (problems.length === 0) return
    throw refused("part of the workflow was ignored", problems, attempt)
  }
  const bad = rejected.safeParse(body)
  if (answer.status !== 400 || !bad.success) {
    const { context, app } = attempt
    throw badAnswer(app, call, answer, `status ${answer.status}`, context)
  }
  const { error, node_errors } = bad.data
  const problems = [
    `${error.type}: ${error.message} ${error.details}`.trim(),
    ...sayNodeErrors(node_errors),
  ]
  if (names(node_errors, "value_not_in_list", "ckpt_name")) {
    const { app, checkpoint = "", unit } = attempt
    const { host, stage } = attempt.context
    throw fail(
      "checkpointMissing",
      { app, checkpoint, unit },
      { evidence: problems, host, stage },
    )
  }
  throw refused(error.message, problems, attempt)
}

function refused(
  reason: string,
  problems: readonly string[],
  { app, context, depth, unit }: Attempt,
) {
  const { host, stage } = context
  return fail(
    "smokeFailed",
    { app, reason, smoke: depth, unit },
    { evidence: lastLines(problems.join("\n")), host, stage },
  )
}

function sayNodeErrors(errors: NodeErrors): string[] {
  return Object.entries(errors).flatMap(([id, node]) =>
    node.errors.map(
      ({ details, message }) =>
        `${node.class_type ?? "node"} ${id}: ${message}: ${details}`,
    ),
  )
}

function names(errors: NodeErrors, type: string, input: string): boolean {
  return Object.values(errors).some((node) =>
    node.errors.some(
      (one) => one.type === type && one.details.startsWith(`${input}:`),
    ),
  )
}
