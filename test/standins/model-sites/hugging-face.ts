import type { IncomingMessage, ServerResponse } from "node:http"
import type { Content } from "./content.ts"
import { html, json, type Served, serve } from "./serve.ts"
import { send, type Storage } from "./storage.ts"

export type HuggingFaceRepository = {
  readonly cardData?: Readonly<Record<string, unknown>>
  /** Path → content; `small` ones aren't in large storage. */
  readonly files: Readonly<Record<string, Content>>
  /** Only for accounts that accepted its terms. */
  readonly gated?: "auto" | "manual"
  /** Of an account that may not see it, it isn't there. */
  readonly private?: boolean
  /** Where it was before. */
  readonly renamedFrom?: string
  readonly small?: readonly string[]
}

export type HuggingFace = Served & {
  /** Answers of 429 still to come, with the headers that they have. */
  readonly limits: Record<string, string>[]
}

export const commit = "0123456789abcdef0123456789abcdef01234567"
const revisions = new Set(["main", "refs/pr/1", "v1.0", commit])

/**
 * Hugging Face's pages, its API and `resolve`, as huggingface_hub expects
 * them: X-Repo-Commit, X-Linked-Size, X-Linked-Etag, X-Error-Code.
 */
export async function huggingFace(
  address: string,
  storage: Storage,
  {
    accepted,
    repositories,
    token,
  }: {
    /** Whether the account has accepted all terms. */
    readonly accepted: boolean
    readonly repositories: Readonly<Record<string, HuggingFaceRepository>>
    readonly token: string
  },
): Promise<HuggingFace> {
  const limits: Record<string, string>[] = []
  const served = await serve(address, (request, response) => {
    const limit = limits.shift()
    if (limit !== undefined) {
      response.writeHead(429, limit).end("You have reached the rate limit")
      return
    }
    const { pathname } = new URL(request.url ?? "", "http://hf")
    const api =
      /^\/api\/(?:models\/)?(?<name>.+?)\/revision\/(?<revision>[^/]+)$/.exec(
        pathname,
      )?.groups
    const file =
      /^\/(?<name>.+?)\/resolve\/(?<revision>[^/]+)\/(?<path>.+)$/.exec(
        pathname,
      )?.groups
    const { name = "", path = "", revision = "" } = api ?? file ?? {}
    if (name === "") return html(response, 200, "a page")
    answer(
      { isFile: file !== undefined, name, path, revision },
      request,
      response,
    )
  })
  return { ...served, limits }

  function answer(
    asked: { isFile: boolean; name: string; path: string; revision: string },
    request: IncomingMessage,
    response: ServerResponse,
  ) {
    const refuse = (status: number, code: string, message: string) =>
      response
        .writeHead(status, { "x-error-code": code, "x-error-message": message })
        .end(message)
    const { isFile, name, revision } = asked
    const { authorization } = request.headers
    const known = authorization === `Bearer ${token}`
    const repository = repositories[name]
    const renamed = Object.entries(repositories).find(
      ([, one]) => one.renamedFrom === name,
    )?.[0]
    if (renamed !== undefined) {
      const location = (request.url ?? "").replace(name, renamed)
      response.writeHead(307, { location }).end()
      return
    }
    if (repository === undefined || (repository.private && !known)) {
      // Which of the two it is, a stranger isn't told.
      if (!known) {
        return refuse(401, "RepoNotFound", "Invalid username or password.")
      }
      return refuse(404, "RepoNotFound", "Repository not found")
    }
    if (!revisions.has(decodeURIComponent(revision))) {
      return refuse(404, "RevisionNotFound", `Invalid rev id: ${revision}`)
    }
    const { cardData = {}, files, gated, small = [] } = repository
    if (!isFile) {
      return json(response, 200, {
        cardData,
        gated: gated ?? false,
        id: name.replace(/^(?:datasets|spaces)\//, ""),
        private: repository.private ?? false,
        sha: commit,
        siblings: Object.keys(files).map((rfilename) => ({ rfilename })),
      })
    }
    if (gated !== undefined && !known) {
      const message = `Access to model ${name} is restricted. Please log in.`
      return refuse(401, "GatedRepo", message)
    }
    if (gated !== undefined && !accepted) {
      const message = `Access to model ${name} is restricted; ask for access`
      return refuse(403, "GatedRepo", message)
    }
    const path = decodeURIComponent(asked.path)
    const content = files[path]
    if (content === undefined) {
      return refuse(404, "EntryNotFound", "Entry not found")
    }
    response.setHeader("x-repo-commit", commit)
    if (small.includes(path)) {
      response.setHeader("etag", `"${content.sha256.slice(0, 40)}"`)
      const faults = { cuts: [], lacks: 0, noRanges: false, noSizes: false }
      return send(request, response, content, faults)
    }
    response
      .writeHead(302, {
        location: storage.sign(content, path.split("/").at(-1) ?? ""),
        "x-linked-etag": `"${content.sha256}"`,
        "x-linked-size": String(content.size),
        "x-xet-hash": "f".repeat(64),
      })
      .end()
  }
}
