import { fail } from "../../errors/fail.ts"
import type { Found } from "../found.ts"
import { askSite } from "../http/ask.ts"
import { jsonOf } from "../http/json.ts"
import type { Reference } from "../reference.ts"
import { refusal } from "../refusal.ts"
import type { Search } from "../search.ts"
import { baseOf, knownSites } from "../site.ts"
import { nearestFile, modelFiles } from "./files.ts"
import { type Repository, repository as repositorySchema } from "./schema.ts"

type Asked<Is> = Extract<Reference, { is: Is }>
type Place = { readonly path: string; readonly repository: string }

const { base: canonical, name: site } = knownSites["huggingFace"]

/** A file, at the commit that its revision is now. */
export async function findHuggingFaceFile(
  asked: Asked<"hugging-face-file">,
  search: Search,
): Promise<Found> {
  const { path, repository, revision } = asked
  const known = await repositoryAt(repository, revision, search)
  return described({ path, repository }, known, search)
}

/** The only model of a repository, or of a folder in it. */
export async function findInRepository(
  asked: Asked<"hugging-face-repository">,
  search: Search,
): Promise<Found> {
  const { folder, repository, revision } = asked
  const known = await repositoryAt(repository, revision, search)
  const files = modelFiles(known, folder)
  const [path] = files
  if (path !== undefined && files.length === 1) {
    return described({ path, repository }, known, search)
  }
  const place = `${canonical}/${repository}/resolve/${encoded(revision)}`
  const tries = files.map((file) => search.again(`${place}/${encoded(file)}`))
  const why =
    files.length === 0
      ? "the repository has no model file"
      : `the repository has ${files.length} model files; name one of them`
  throw fail("modelSource", { tries, url: search.shown, why })
}

async function described(
  { path, repository: asked }: Place,
  known: Repository,
  search: Search,
): Promise<Found> {
  const [kind] = /^(?:datasets|spaces)\//.exec(asked) ?? [""]
  const repository = known.id ? `${kind}${known.id}` : asked
  const page = `${canonical}/${repository}/blob/${known.sha}/${encoded(path)}`
  const place = `/${repository}/resolve/${known.sha}/${encoded(path)}`
  const { sha256, size } = await linkedFile(place, known, search, {
    page: `${canonical}/${repository}`,
    path,
  })
  const { cardData } = known
  const [licence] = cardData?.license ?? []
  const prompt = cardData?.instance_prompt
  return {
    baseModel: cardData?.base_model[0],
    fileName: path.split("/").at(-1) ?? path,
    folder: undefined,
    gate: known.gated ? "its repository is gated" : undefined,
    licence: cardData?.license_name ?? licence,
    page,
    sha256,
    site: "huggingFace",
    size,
    title: repository.split("/").at(-1),
    trainedWords: prompt ? [prompt] : [],
    url: `${canonical}${place}`,
    warning: undefined,
  }
}

/**
 * What the site says of a file that it keeps as a large one: sha256 and size.
 * Of a small one it has Git's own hash, which is no sha256.
 */
async function linkedFile(
  place: string,
  known: Repository,
  search: Search,
  at: { readonly page: string; readonly path: string },
) {
  const { context, sites } = search
  const question = {
    follow: "origin",
    method: "HEAD",
    site,
    token: await search.token("huggingFace"),
    url: `${baseOf("huggingFace", sites)}${place}`,
  } as const
  const answer = await askSite(question, context)
  const { headers, status } = answer.response
  if (status === 404 && headers.get("x-error-code") !== "RepoNotFound") {
    answer.end()
    const meant = nearestFile(known, at.path)
    const url = `${canonical}${place}`
    const tries =
      meant === undefined
        ? []
        : [search.again(url.replace(encoded(at.path), encoded(meant)))]
    const reason = "the repository has no such file"
    throw fail("modelMissing", { tries, reason, url })
  }
  if (status >= 400) {
    const asked = { ...search, gate: undefined, page: at.page }
    throw await refusal(answer, question, asked)
  }
  answer.end()
  const tag = headers.get("x-linked-etag")?.replaceAll('"', "") ?? ""
  const size = headers.get("x-linked-size")
  return {
    sha256: /^[0-9a-f]{64}$/.test(tag) ? tag : undefined,
    size: size === null ? undefined : Number(size),
  }
}

async function repositoryAt(
  repository: string,
  revision: string,
  search: Search,
): Promise<Repository> {
  const { context, sites } = search
  const kind = /^(?:datasets|spaces)\//.test(repository) ? "" : "models/"
  const path = `api/${kind}${repository}/revision/${encodeURIComponent(revision)}`
  const question = {
    site,
    token: await search.token("huggingFace"),
    url: `${baseOf("huggingFace", sites)}/${path}`,
  }
  const answer = await askSite(question, context)
  const { headers, status } = answer.response
  if (status === 404) {
    answer.end()
    const reason =
      headers.get("x-error-code") === "RevisionNotFound"
        ? `the repository has no revision ${revision}`
        : "Hugging Face has no such repository"
    const url = `${canonical}/${repository}`
    throw fail("modelMissing", { tries: [], reason, url })
  }
  if (status >= 300) {
    const page = `${canonical}/${repository}`
    throw await refusal(answer, question, { ...search, gate: undefined, page })
  }
  return jsonOf(answer, repositorySchema, question, context)
}

function encoded(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/")
}
