import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer, request } from "node:http"
import { createRequire } from "node:module"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Lab } from "./settings.ts"

type Server = {
  readonly run: () => Promise<{ readonly port: number }>
  readonly close: () => Promise<void>
}

type S3Server = AsyncDisposable & {
  readonly at: string
  /** Whether it takes requests without a login; it does at first. */
  open: boolean
}

/** What S3 answers to who has no login and needs one. */
const denied =
  '<?xml version="1.0"?><Error><Code>AccessDenied</Code>' +
  "<Message>Access Denied</Message></Error>"

/**
 * A server of S3's protocol with an empty bucket `cache`: the package
 * @20minutes/s3rver, installed in a folder beside the project. It lets pass who
 * has no login, so who stands before it doesn't.
 */
export async function s3Server(
  lab: Pick<Lab, "net">,
  folder: string,
): Promise<S3Server> {
  const require = createRequire(join(folder, "package.json"))
  const S3rver = require("@20minutes/s3rver") as new (options: object) => Server
  const directory = await mkdtemp(join(tmpdir(), "sdops-s3-"))
  const server = new S3rver({
    address: "127.0.0.1",
    allowMismatchedSignatures: false,
    configureBuckets: [{ configs: [], name: "cache" }],
    directory,
    port: 0,
    silent: true,
  })
  const { port } = await server.run()
  const front = createServer((asked, response) => {
    const { headers, method, url: path } = asked
    if (!shown.open && headers.authorization === undefined) {
      asked.resume()
      response.writeHead(403, { "content-type": "application/xml" }).end(denied)
      return
    }
    const to = { headers, host: "127.0.0.1", method, path, port }
    const passed = request(to, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    asked.pipe(passed.on("error", () => response.destroy()))
  })
  front.listen(0, `${lab.net}.1`)
  await once(front, "listening")
  const shown: S3Server = {
    at: `${lab.net}.1:${(front.address() as AddressInfo).port}`,
    open: true,
    [Symbol.asyncDispose]: async () => {
      front.close()
      front.closeAllConnections()
      await server.close()
      await rm(directory, { force: true, recursive: true })
    },
  }
  return shown
}
