import type { IncomingMessage, ServerResponse } from "node:http"
import { dumps, type Json, loads } from "./python.ts"

/** What a route answers with. */
export type Answer = {
  readonly status: number
  readonly type?: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string | Buffer
}

/** Thrown through a route to answer with it. */
export class Refused extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super(`status ${answer.status}`)
    this.answer = answer
  }
}

const text = "text/plain; charset=utf-8"

export function json(body: unknown, status = 200): Answer {
  return { body: dumps(body), status, type: "application/json; charset=utf-8" }
}

/** No body and no content type, as aiohttp's bare `Response`. */
export function empty(status: number): Answer {
  return { status }
}

export function plainText(status: number, body: string): Answer {
  return { body, status, type: text }
}

/** An exception in a handler; its traceback is only in the log. */
export const serverError = plainText(
  500,
  "500 Internal Server Error\n\nServer got itself in trouble",
)

/** An unknown path falls to the folder of the web page, which lacks it. */
export const notFound: Answer = {
  headers: { "Transfer-Encoding": "chunked" },
  status: 404,
  type: "application/octet-stream",
}

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  const body = answer.body ?? ""
  const chunked = answer.headers?.["Transfer-Encoding"] !== undefined
  response.writeHead(answer.status, {
    ...(answer.type === undefined ? {} : { "Content-Type": answer.type }),
    ...(chunked ? {} : { "Content-Length": Buffer.byteLength(body) }),
    Server: "Python/3.12 aiohttp/3.14.3",
    ...answer.headers,
  })
  response.end(body)
}

export const largestBody = 104_857_600

/** The whole body. Errors: Refused with 413. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= largestBody) chunks.push(chunk)
  }
  if (size > largestBody) {
    throw new Refused(
      plainText(413, `Maximum request body size ${largestBody} exceeded.`),
    )
  }
  return Buffer.concat(chunks).toString("utf8")
}

/** The body as JSON. Errors: SyntaxError, which becomes a 500. */
export async function readJson(request: IncomingMessage): Promise<Json> {
  return loads(await readBody(request))
}
