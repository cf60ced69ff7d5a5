import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import type { Lab } from "./settings.ts"

const execute = promisify(execFile)

/** A repository as a forge has it: git over HTTP, and archives of branches. */
export type Forge = AsyncDisposable & {
  /** The archive of its main branch, as rehearsal hosts see it. */
  readonly archive: string
  /** Commits what the folder has now; the revision. */
  readonly commit: (day: number) => Promise<string>
  /** The work tree. */
  readonly folder: string
}

const who = ["-c", "user.name=Ada", "-c", "user.email=ada@lab.invalid"]

/** Serves on the outer machine's end of the lab's wire. */
export async function forge(lab: Pick<Lab, "net">): Promise<Forge> {
  const root = await mkdtemp(join(tmpdir(), "sdops-forge-"))
  const folder = join(root, "work")
  const git = async (words: readonly string[], day = 1) => {
    const date = `2026-11-${String(day).padStart(2, "0")}T12:00:00Z`
    const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }
    const env = { ...process.env, ...dates }
    const { stdout } = await execute("git", [...who, ...words], {
      cwd: folder,
      encoding: "buffer",
      env,
      maxBuffer: 64_000_000,
    })
    return stdout
  }
  await execute("git", ["init", "-q", "-b", "main", folder])
  await git(["config", "uploadpack.allowFilter", "true"])
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(0, `${lab.net}.1`)
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" ? (address?.port ?? 0) : 0
  const place = `http://${lab.net}.1:${port}/ada/nixpkgs`
  return {
    archive: `${place}/archive/main.tar.gz`,
    async commit(day) {
      await git(["add", "--all"])
      await git(["commit", "-q", "--message", `Day ${day}`], day)
      return String(await git(["rev-parse", "HEAD"])).trim()
    },
    folder,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await rm(root, { force: true, recursive: true })
    },
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "", place)
    const [, named] = /\/archive\/(\w+)\.tar\.gz$/.exec(pathname) ?? []
    const [, service] = /^\/ada\/nixpkgs\.git(\/.*)$/.exec(pathname) ?? []
    if (named !== undefined) {
      const revision = String(await git(["rev-parse", named])).trim()
      const tree = ["archive", "--format=tar.gz", "--prefix=nixpkgs/"]
      const lasting = `${place}/archive/${revision}.tar.gz?rev=${revision}`
      response.setHeader("link", `<${lasting}>; rel="immutable"`)
      response.end(await git([...tree, revision]))
    } else if (service !== undefined) {
      await smart(request, response, {
        query: searchParams.toString(),
        service,
      })
    } else response.writeHead(404).end()
  }

  /** git's own server, a CGI program. */
  async function smart(
    request: IncomingMessage,
    response: ServerResponse,
    { query, service }: { readonly query: string; readonly service: string },
  ): Promise<void> {
    const child = spawn("git", ["http-backend"], {
      env: {
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        GIT_HTTP_EXPORT_ALL: "1",
        GIT_PROJECT_ROOT: join(folder, ".git"),
        GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
        HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
        PATH: process.env["PATH"],
        PATH_INFO: service,
        QUERY_STRING: query,
        REQUEST_METHOD: request.method,
      },
      stdio: ["pipe", "pipe", "ignore"],
    })
    request.pipe(child.stdin)
    const said = Buffer.concat(await child.stdout.toArray())
    const end = said.indexOf("\r\n\r\n")
    for (const line of said.subarray(0, end).toString().split("\r\n")) {
      const [name = "", value = ""] = line.split(": ")
      if (name === "Status") response.statusCode = Number(value.slice(0, 3))
      else response.setHeader(name, value)
    }
    response.end(said.subarray(end + 4))
  }
}
