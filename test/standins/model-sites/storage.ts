import type { IncomingMessage, ServerResponse } from "node:http"
import { Readable } from "node:stream"
import type { Content } from "./content.ts"
import { type Served, serve } from "./serve.ts"

/** What the storage behind a site does wrong, as tests ask for it. */
export type StorageFaults = {
  /** Offsets at which the next downloads that reach them are cut. */
  cuts: number[]
  /** Whether it answers a range with the whole file. */
  noRanges: boolean
  /** Whether it says nothing of sizes. */
  noSizes: boolean
  /** Bytes that it leaves out at each file's end, without a word. */
  lacks: number
}

export type Storage = Served & {
  readonly faults: StorageFaults
  /** A signed URL for a file, as sites redirect to. */
  readonly sign: (content: Content, name: string) => string
  /** Tokens that reached it, which none must. */
  readonly leaks: string[]
}

/**
 * Storage with signed URLs. As S3 does, it answers 400 where a login is sent
 * beside the signature, and 403 without one.
 */
export async function modelStorage(address: string): Promise<Storage> {
  const files = new Map<string, Content>()
  const leaks: string[] = []
  const faults: StorageFaults = {
    cuts: [],
    lacks: 0,
    noRanges: false,
    noSizes: false,
  }
  const served = await serve(address, (request, response) => {
    const { authorization } = request.headers
    const url = new URL(request.url ?? "/", "http://storage")
    const content = files.get(url.pathname)
    if (authorization !== undefined) {
      leaks.push(authorization)
      response.writeHead(400).end("InvalidArgument: Only one auth mechanism")
    } else if (!url.searchParams.has("X-Amz-Signature")) {
      response.writeHead(403).end("AccessDenied")
    } else if (content === undefined) response.writeHead(404).end("NoSuchKey")
    else send(request, response, content, faults)
  })
  return {
    ...served,
    faults,
    leaks,
    sign(content, name) {
      const path = `/models/${files.size}/${encodeURIComponent(name)}`
      files.set(path, content)
      return `${served.url}${path}?X-Amz-Expires=86400&X-Amz-Signature=0a1b`
    },
  }
}

/** A file, or the part of it that is asked for. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  content: Content,
  faults: StorageFaults,
): void {
  const size = content.size - faults.lacks
  const [, from, to] =
    /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? []
  const ranged = from !== undefined && !faults.noRanges
  const begin = ranged ? Number(from) : 0
  const end = ranged && to ? Math.min(Number(to) + 1, size) : size
  const range = { "accept-ranges": "bytes", etag: `"${content.sha256}"` }
  if (begin >= size && size > 0) {
    response.writeHead(416, { "content-range": `bytes */${size}` }).end()
    return
  }
  const part = ranged && {
    "content-range": `bytes ${begin}-${end - 1}/${size}`,
  }
  const length = faults.noSizes ? {} : { "content-length": end - begin }
  response.writeHead(ranged ? 206 : 200, { ...range, ...part, ...length })
  if (request.method === "HEAD") {
    response.end()
    return
  }
  const cut = faults.cuts.findIndex((at) => at > begin && at < end)
  const at = cut < 0 ? undefined : faults.cuts.splice(cut, 1)[0]
  Readable.from(content.read(begin, at ?? end))
    .on("end", () => {
      // What was written is on its way before the connection breaks.
      if (at !== undefined) response.write("", () => response.destroy())
    })
    .pipe(response, { end: at === undefined })
}
