import { once } from "node:events"
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http"
import type { Lab } from "./settings.ts"

/** A binary cache in memory, over HTTP, which takes uploads. */
export type HttpCache = AsyncDisposable & {
  /** As rehearsal hosts see it. */
  readonly url: string
  /** Path below the URL → what is there. */
  readonly files: Map<string, Buffer>
  /** `GET /x.narinfo`, in order. */
  readonly requests: string[]
  /** Who answers in its place, where it says that it did. */
  readonly poison: { by: Poison }
  /** Takes no connection until it is started again. */
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
}

/** Whether it answers a request itself. */
export type Poison = (
  response: ServerResponse,
  request: IncomingMessage,
) => boolean

const info = "StoreDir: /nix/store\nWantMassQuery: 1\nPriority: 30\n"

/** Serves on the outer machine's end of the lab's wire. */
export async function httpCache(lab: Pick<Lab, "net">): Promise<HttpCache> {
  const files = new Map<string, Buffer>()
  files.set("/nix-cache-info", Buffer.from(info))
  const requests: string[] = []
  const poison: HttpCache["poison"] = { by: () => false }
  const server = createServer(async (request, response) => {
    const { method = "", url = "" } = request
    requests.push(`${method} ${url}`)
    if (poison.by(response, request)) return
    if (method === "PUT") {
      files.set(url, await bodyOf(request))
      response.writeHead(201).end()
      return
    }
    const body = files.get(url)
    if (body === undefined) response.writeHead(404).end()
    else response.writeHead(200, { "content-length": body.length }).end(body)
  })
  let port = 0
  const start = async () => {
    server.listen(port, `${lab.net}.1`)
    await once(server, "listening")
    const address = server.address()
    port = typeof address === "object" ? (address?.port ?? 0) : 0
  }
  const stop = async () => {
    server.close()
    server.closeAllConnections()
  }
  await start()
  return {
    files,
    poison,
    requests,
    start,
    stop,
    url: `http://${lab.net}.1:${port}`,
    [Symbol.asyncDispose]: stop,
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await request.toArray())
}
