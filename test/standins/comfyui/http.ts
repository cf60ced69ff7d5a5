import { randomUUID } from "node:crypto"
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from "node:http"
import { createServer as createTlsServer } from "node:https"
import type { Duplex } from "node:stream"
import {
  type Answer,
  empty,
  notFound,
  plainText,
  Refused,
  sendAnswer,
  serverError,
} from "./answer.ts"
import { type Comfy, statusOf } from "./comfy.ts"
import { crossOrigin } from "./origin.ts"
import { dumps, exception } from "./python.ts"
import { routes } from "./routes.ts"
import { acceptWebSocket } from "./websocket.ts"

/** Key and certificate, as PEM. */
export type Tls = { readonly cert: Buffer; readonly key: Buffer }

/** A server, not listening yet, that speaks for a Comfy. */
export function makeHttp(comfy: Comfy, tls: Tls | undefined): Server {
  const listener: RequestListener = (request, response) => {
    void answer(comfy, request).then((found) => sendAnswer(response, found))
  }
  const server: Server =
    tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  server.on("upgrade", (request, stream, head) => {
    upgrade(comfy, request, stream, head)
  })
  return server
}

async function answer(comfy: Comfy, request: IncomingMessage): Promise<Answer> {
  try {
    const found = await route(comfy, request)
    // What a handler has not read would stay in the way of the next request.
    request.resume()
    return found
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.answer
    const { text, type } = exception(thrown)
    comfy.log(`Error handling request from ${request.socket.remoteAddress}`)
    comfy.log("Traceback (most recent call last):")
    comfy.log(`${type}: ${text}`)
    return serverError
  }
}

async function route(comfy: Comfy, request: IncomingMessage): Promise<Answer> {
  const method = request.method ?? "GET"
  if (method === "OPTIONS") return empty(200)
  const mismatch = crossOrigin(request.headers)
  if (mismatch !== undefined) {
    comfy.log(mismatch)
    return empty(403)
  }
  const url = new URL(request.url ?? "/", "http://host")
  const path = decodeURI(url.pathname).replace(/^\/api(?=\/)/, "")
  const key = path.replace(
    /^(\/(?:history|models|object_info))\/[^/]+$/,
    "$1/*",
  )
  const asked = method === "HEAD" ? "GET" : method
  const handler = routes[`${asked} ${key}`]
  if (handler === undefined) return unrouted(asked, key)
  const last = decodeURIComponent(url.pathname.split("/").at(-1) ?? "")
  return handler({ comfy, name: last, query: url.searchParams, request })
}

/** The web page's folder answers GET and HEAD of whatever is left. */
function unrouted(method: string, key: string): Answer {
  if (method === "GET") return notFound
  const allow = routes[`POST ${key}`] === undefined ? "" : ",POST"
  return {
    ...plainText(405, "405: Method Not Allowed"),
    headers: { Allow: `GET,HEAD${allow}` },
  }
}

function upgrade(
  comfy: Comfy,
  request: IncomingMessage,
  stream: Duplex,
  head: Buffer,
) {
  const url = new URL(request.url ?? "/", "http://host")
  const key = request.headers["sec-websocket-key"]
  const mismatch = crossOrigin(request.headers)
  if (
    mismatch !== undefined ||
    key === undefined ||
    !url.pathname.endsWith("/ws")
  ) {
    const status = mismatch === undefined ? "400 Bad Request" : "403 Forbidden"
    stream.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`)
    return
  }
  const asked = url.searchParams.get("clientId") ?? ""
  const id = asked === "" ? randomUUID().replaceAll("-", "") : asked
  let first = true
  const socket = acceptWebSocket(stream, key, head, {
    closed: () => comfy.clients.remove(id, socket),
    message(text) {
      const flags = featureFlags(text)
      if (flags === "bad") {
        comfy.log(`Invalid JSON received from client ${id}: ${text}`)
      }
      if (first && flags === "asked") {
        const data = {
          supports_preview_metadata: true,
          max_upload_size: 104_857_600,
        }
        socket.text(dumps({ type: "feature_flags", data }))
      }
      first = false
    },
  })
  comfy.clients.add(id, socket)
  socket.text(
    dumps({ type: "status", data: { ...statusOf(comfy.queue), sid: id } }),
  )
  const { client, node } = comfy.executor.at()
  if (client === id && node !== undefined) {
    socket.text(dumps({ type: "executing", data: { node } }))
  }
}

function featureFlags(text: string): "asked" | "bad" | "other" {
  try {
    const message = JSON.parse(text) as { type?: unknown }
    return message?.type === "feature_flags" ? "asked" : "other"
  } catch {
    return "bad"
  }
}
