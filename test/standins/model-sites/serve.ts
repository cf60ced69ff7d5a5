import { once } from "node:events"
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http"
import type { AddressInfo } from "node:net"

export type Served = AsyncDisposable & {
  readonly url: string
  /** `GET /path`, in order. */
  readonly requests: string[]
}

/** Starts a server that answers by a function; it ends with what it serves. */
export async function serve(
  address: string,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Served> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  server.listen(0, address)
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    requests,
    url: `http://${address}:${port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

export function json(response: ServerResponse, status: number, body: unknown) {
  response
    .writeHead(status, { "content-type": "application/json" })
    .end(JSON.stringify(body))
}

export function html(response: ServerResponse, status: number, body: string) {
  const type = { "content-type": "text/html; charset=utf-8" }
  response.writeHead(status, type).end(`<!DOCTYPE html><html>${body}</html>`)
}
