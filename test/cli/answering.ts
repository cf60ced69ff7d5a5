import { once } from "node:events"
import { createServer } from "node:http"

/** A server on the loopback that gives each path one answer. */
export type Answering = AsyncDisposable & {
  readonly requests: readonly string[]
  readonly url: string
}

/** Path → text, or a code to answer with; anything else is a 404. */
export async function answering(
  answers: Readonly<Record<string, number | string>>,
): Promise<Answering> {
  const requests: string[] = []
  const server = createServer(({ url = "" }, response) => {
    requests.push(url)
    const answer = answers[url] ?? 404
    if (typeof answer === "string") response.end(answer)
    else response.writeHead(answer).end()
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" ? (address?.port ?? 0) : 0
  return {
    requests,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}
