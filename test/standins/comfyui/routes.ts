import type { IncomingMessage } from "node:http"
import {
  type Answer,
  empty,
  json,
  largestBody,
  plainText,
  readBody,
  readJson,
  serverError,
} from "./answer.ts"
import { type Comfy, freeIfAsked, statusOf } from "./comfy.ts"
import { objectInfo } from "./options-of.ts"
import { postPrompt } from "./post-prompt.ts"
import { type Json, PythonError, toInt } from "./python.ts"
import { systemStats } from "./stats.ts"
import { view } from "./view.ts"

export type Call = {
  readonly comfy: Comfy
  readonly request: IncomingMessage
  readonly query: URLSearchParams
  /** What stood for `*` in the path. */
  readonly name: string
}
type Handler = (call: Call) => Answer | Promise<Answer>

/** Served bare and below `/api`; `*` stands for one part. */
export const routes: { [methodAndPath: string]: Handler } = {
  "GET /": () => ({
    body: "<!doctype html><title>ComfyUI stand-in</title>\n",
    headers: { "Cache-Control": "no-cache", Expires: "0", Pragma: "no-cache" },
    status: 200,
    type: "text/html",
  }),
  "GET /embeddings": ({ comfy }) =>
    json(
      (comfy.folders.list("embeddings") ?? []).map((name) =>
        name.replace(/\.[^.]*$/, ""),
      ),
    ),
  "GET /features": () =>
    json({ supports_preview_metadata: true, max_upload_size: largestBody }),
  "GET /history": ({ comfy, query }) => json(history(comfy, query)),
  "GET /history/*": ({ comfy, name }) => {
    const entry = comfy.queue.history.get(name)
    return json(entry === undefined ? {} : { [name]: entry })
  },
  "GET /models": ({ comfy }) => json(comfy.folders.kinds),
  "GET /models/*": ({ comfy, name }) => {
    const names = comfy.folders.list(name)
    return names === undefined ? empty(404) : json(names)
  },
  "GET /object_info": ({ comfy }) =>
    json(objectInfo(Object.keys(comfy.classes), comfy.classes, comfy.folders)),
  "GET /object_info/*": ({ comfy, name }) => {
    const known = name in comfy.classes ? [name] : []
    return json(objectInfo(known, comfy.classes, comfy.folders))
  },
  "GET /prompt": ({ comfy }) => json(statusOf(comfy.queue).status),
  "GET /queue": ({ comfy }) =>
    json({
      queue_running: comfy.queue.running(),
      queue_pending: comfy.queue.pending(),
    }),
  "GET /system_stats": ({ comfy }) =>
    comfy.faults.has("not-ready") ? serverError : json(systemStats(comfy)),
  "GET /view": ({ comfy, query, request }) =>
    view(query, comfy.folders, request.headers.range),
  "GET /ws": () =>
    plainText(
      400,
      'No WebSocket UPGRADE hdr: None\n Can "Upgrade" only to "WebSocket".',
    ),
  "POST /free": async ({ comfy, request }) => {
    const body = asObject(await readJson(request))
    if (body.free_memory || body.unload_models) {
      comfy.free = Boolean(body.free_memory)
      freeIfAsked(comfy)
    }
    return empty(200)
  },
  "POST /history": async ({ comfy, request }) => {
    const body = asObject(await readJson(request))
    if (body.clear) comfy.queue.history.clear()
    for (const id of list(body.delete)) comfy.queue.history.delete(id)
    return empty(200)
  },
  "POST /interrupt": async ({ comfy, request }) => {
    const text = await readBody(request)
    interrupt(comfy, interruptId(text))
    return empty(200)
  },
  "POST /prompt": ({ comfy, request }) => postPrompt(comfy, request),
  "POST /queue": async ({ comfy, request }) => {
    const body = asObject(await readJson(request))
    if (body.clear) comfy.queue.clear()
    for (const id of list(body.delete)) comfy.queue.delete(id)
    return empty(200)
  },
}

function asObject(body: Json): { [key: string]: Json } {
  if (body === null || typeof body !== "object") {
    throw new PythonError("TypeError", "argument is not iterable")
  }
  return body as { [key: string]: Json }
}

function list(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** A body that isn't JSON means the same as none. */
function interruptId(text: string): string | undefined {
  try {
    const id = asObject(JSON.parse(text) as Json).prompt_id
    return typeof id === "string" && id !== "" ? id : undefined
  } catch {
    return undefined
  }
}

function interrupt(comfy: Comfy, id: string | undefined) {
  if (id === undefined) {
    comfy.log("Global interrupt (no prompt_id specified)")
    comfy.executor.interrupt()
  } else if (comfy.queue.running().some((item) => item[1] === id)) {
    comfy.log(`Interrupting prompt ${id}`)
    comfy.executor.interrupt()
  } else {
    comfy.log(`Prompt ${id} is not currently running, skipping interrupt`)
  }
}

function history(comfy: Comfy, query: URLSearchParams) {
  const entries = [...comfy.queue.history]
  const most = query.get("max_items")
  const max = most === null ? entries.length : Number(toInt(most))
  const asked = Number(toInt(query.get("offset") ?? "-1"))
  const offset =
    asked < 0 ? Math.max(0, most === null ? 0 : entries.length - max) : asked
  return Object.fromEntries(entries.slice(offset, offset + max))
}
