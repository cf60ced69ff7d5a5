import { randomUUID } from "node:crypto"
import type { IncomingMessage } from "node:http"
import { setTimeout as wait } from "node:timers/promises"
import { type Answer, json, readJson } from "./answer.ts"
import type { Comfy } from "./comfy.ts"
import { type Json, PythonError, repr, str, toFloat } from "./python.ts"
import type { Graph } from "./queue.ts"
import { validatePrompt } from "./validate.ts"

type Body = { [key: string]: Json }

/**
 * `POST /prompt`. Errors: whatever makes the real one answer 500.
 * Source: server.py of 0.3.64, checked by the recordings.
 */
export async function postPrompt(
  comfy: Comfy,
  request: IncomingMessage,
): Promise<Answer> {
  comfy.log("got prompt")
  while (comfy.faults.has("hold-posts")) await wait(50)
  const body = asBody(await readJson(request))
  const number = numberOf(comfy, body)
  if (body.prompt === undefined) return noPrompt
  const id = body.prompt_id === undefined ? randomUUID() : str(body.prompt_id)
  const graph = asGraph(body.prompt)
  const targets = body.partial_execution_targets as string[] | null | undefined
  const validation = validatePrompt(
    graph,
    targets ?? undefined,
    comfy.classes,
    comfy.folders,
    comfy.log,
  )
  const extraData = extraDataOf(body)
  const node_errors = validation.nodeErrors
  if (!validation.good) {
    comfy.log(`invalid prompt: ${repr(validation.error)}`)
    return json({ error: validation.error, node_errors }, 400)
  }
  comfy.queue.put([number, id, graph, extraData, validation.outputs])
  return json({ prompt_id: id, number, node_errors })
}

const noPrompt = json(
  {
    error: {
      type: "no_prompt",
      message: "No prompt provided",
      details: "No prompt provided",
      extra_info: {},
    },
    node_errors: {},
  },
  400,
)

/** A list or a text has no key `prompt`; null and numbers have no keys. */
function asBody(body: Json): Body {
  if (body === null || typeof body === "number" || typeof body === "boolean") {
    throw new PythonError("TypeError", "argument is not iterable")
  }
  return typeof body === "object" && !Array.isArray(body) ? (body as Body) : {}
}

function asGraph(prompt: Json): Graph {
  if (prompt === null || typeof prompt !== "object") {
    throw new PythonError("TypeError", "prompt is not iterable")
  }
  return prompt as unknown as Graph
}

/** The counter moves for each request without a number, also a bad one. */
function numberOf(comfy: Comfy, body: Body): number {
  if (body.number !== undefined) return toFloat(body.number)
  const number = comfy.counter
  comfy.counter += 1
  return body.front ? -number : number
}

function extraDataOf(body: Body): Json {
  const extra = body.extra_data ?? {}
  if (body.client_id === undefined) return extra
  if (extra === null || typeof extra !== "object" || Array.isArray(extra)) {
    throw new PythonError(
      "TypeError",
      "list indices must be integers or slices, not str",
    )
  }
  return { ...(extra as Body), client_id: body.client_id }
}
