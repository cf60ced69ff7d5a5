import { once } from "node:events"
import { createServer, type IncomingMessage } from "node:http"
import type { Lab } from "./settings.ts"

/** A binary cache in memory, over HTTP, which takes uploads. */
export type HttpCache = AsyncDisposable & {
  /** As rehearsal hosts see it. */
  readonly url: string
  /** Path below the URL → what is there. */
  readonly files: Map<string, Buffer>
  /** `GET /x.narinfo`, in order. */
  readonly requests: string[]
}

const info = "StoreDir: /nix/store\nWantMassQuery: 1\nPriority: 30\n"

/** Serves on the outer machine's end of the lab's wire. */
export async function httpCache(lab: Pick<Lab, "net">): Promise<HttpCache> {
  const files = new Map<string, Buffer>()
  files.set("/nix-cache-info", Buffer.from(info))
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    const { method = "", url = "" } = request
    requests.push(`${method} ${url}`)
    if (method === "PUT") {
      files.set(url, await bodyOf(request))
      response.writeHead(201).end()
      return
    }
    const body = files.get(url)
    if (body === undefined) response.writeHead(404).end()
    else response.writeHead(200, { "content-length": body.length }).end(body)
  })
  server.listen(0, `${lab.net}.1`)
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" ? (address?.port ?? 0) : 0
  return {
    files,
    requests,
    url: `http://${lab.net}.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await request.toArray())
}
