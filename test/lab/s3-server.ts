import { mkdtemp, rm } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Lab } from "./settings.ts"

type Server = {
  readonly run: () => Promise<{ readonly port: number }>
  readonly close: () => Promise<void>
}

/**
 * A server of S3's protocol with an empty bucket `cache`, which takes requests
 * without a login: the package @20minutes/s3rver, installed in a folder beside
 * the project.
 */
export async function s3Server(
  lab: Pick<Lab, "net">,
  folder: string,
): Promise<AsyncDisposable & { readonly at: string }> {
  const require = createRequire(join(folder, "package.json"))
  const S3rver = require("@20minutes/s3rver") as new (options: object) => Server
  const directory = await mkdtemp(join(tmpdir(), "sdops-s3-"))
  const server = new S3rver({
    address: `${lab.net}.1`,
    allowMismatchedSignatures: false,
    configureBuckets: [{ configs: [], name: "cache" }],
    directory,
    port: 0,
    silent: true,
  })
  const { port } = await server.run()
  return {
    at: `${lab.net}.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      await server.close()
      await rm(directory, { force: true, recursive: true })
    },
  }
}
