import type { z } from "zod"
import { fail } from "../../errors/fail.ts"
import type { Found } from "../found.ts"
import { askSite } from "../http/ask.ts"
import { jsonOf } from "../http/json.ts"
import { refusal } from "../refusal.ts"
import type { Search } from "../search.ts"
import { baseOf, knownSites } from "../site.ts"
import { chooseFile, queryOf } from "./choose-file.ts"
import {
  type CivitaiModel,
  civitaiModel,
  type CivitaiVersion,
  civitaiVersion,
} from "./schema.ts"
import { folderFor, gateOf, licenceOf } from "./terms.ts"

type Wanted = Readonly<Record<string, string>>

/** A model's page: the version that it names, else the newest. */
export async function findCivitaiModel(
  asked: { readonly model: number; readonly version: number | undefined },
  search: Search,
): Promise<Found> {
  const model = await modelOf(asked.model, search)
  if (model === undefined) {
    throw missing(`models/${asked.model}`, "civitai has no such model")
  }
  const id = asked.version ?? model.modelVersions[0]?.id
  if (id === undefined) {
    const why = "the model has no version that is published"
    throw missing(`models/${asked.model}`, why)
  }
  const version = await versionOf(id, search)
  if (version === undefined) {
    const page = `models/${asked.model}?modelVersionId=${id}`
    throw missing(page, "civitai has no such version")
  }
  if (version.modelId !== model.id) {
    const why = `version ${id} is of the model ${version.modelId}`
    throw source(search, why, [model.id, version.modelId])
  }
  return foundIn(version, model, {}, search)
}

/** A download's address, or a version's. */
export async function findCivitaiVersion(
  asked: { readonly version: number; readonly wanted: Wanted },
  search: Search,
): Promise<Found> {
  const version = await versionOf(asked.version, search)
  if (version === undefined) {
    // A model's number in place of a version's is the usual mistake.
    const model = await modelOf(asked.version, search)
    if (model === undefined) {
      const path = `api/download/models/${asked.version}`
      throw missing(path, "civitai has no such version")
    }
    const why = `${asked.version} is the number of a model, not of a version`
    throw source(search, why, [model.id])
  }
  const model = await modelOf(version.modelId, search)
  return foundIn(version, model, asked.wanted, search)
}

/** The file of that sha256; undefined: civitai doesn't have it. */
export async function findOnCivitaiByHash(
  sha256: string,
  search: Search,
): Promise<Found | undefined> {
  const path = `model-versions/by-hash/${sha256}`
  const version = await api(path, civitaiVersion, search)
  if (version === undefined) return undefined
  const file = version.files.find(
    ({ hashes }) => hashes?.SHA256?.toLowerCase() === sha256,
  )
  if (file === undefined) return undefined
  const model = await modelOf(version.modelId, search)
  return described(version, model, file)
}

function foundIn(
  version: CivitaiVersion,
  model: CivitaiModel | undefined,
  wanted: Wanted,
  search: Search,
): Found {
  const { usageControl: control } = version
  if (model?.mode === "TakenDown" || model?.mode === "Archived") {
    throw source(search, "its maker or civitai has taken it down")
  }
  if (control && control !== "Download") {
    throw source(search, "its maker lets it be used on civitai alone")
  }
  const file = chooseFile(version, wanted)
  if (file !== undefined) return described(version, model, file)
  if (Object.keys(wanted).length === 0) {
    throw source(search, "the version has no model file")
  }
  const others = version.files.map(queryOf)
  const base = `https://civitai.com/api/download/models/${version.id}`
  throw fail("modelSource", {
    tries: others.map((query) => search.again(`${base}?${query}`)),
    url: search.shown,
    why: "the version has no such file",
  })
}

function described(
  version: CivitaiVersion,
  model: CivitaiModel | undefined,
  file: CivitaiVersion["files"][number],
): Found {
  const title = model?.name ?? version.model?.name
  const type = model?.type ?? version.model?.type ?? ""
  const { modelId } = version
  return {
    baseModel: version.baseModel ?? undefined,
    fileName: file.name,
    folder: folderFor(/^vae$/i.test(file.type ?? "") ? "VAE" : type),
    gate: gateOf(version),
    licence: model && licenceOf(model),
    page: `https://civitai.com/models/${modelId}?modelVersionId=${version.id}`,
    sha256: file.hashes?.SHA256?.toLowerCase(),
    site: "civitai",
    // It is in KiB with a fraction, which is a hint and no count of bytes.
    size: undefined,
    title: [title, version.name].filter(Boolean).join(", ") || undefined,
    trainedWords: version.trainedWords ?? [],
    url: urlOf(version, file),
    warning: warningOf(file),
  }
}

/** The version's address, with a query where it has several files. */
function urlOf(
  { files, id }: CivitaiVersion,
  file: CivitaiVersion["files"][number],
): string {
  const url = `https://civitai.com/api/download/models/${id}`
  const query = files.length > 1 ? queryOf(file) : ""
  return query === "" ? url : `${url}?${query}`
}

function warningOf(file: CivitaiVersion["files"][number]): string | undefined {
  const { pickleScanResult: pickle, virusScanResult: virus } = file
  if (virus === "Danger") return "civitai's virus scan found a danger in it"
  if (pickle === "Danger") return "civitai's pickle scan found a danger in it"
  return undefined
}

async function modelOf(id: number, search: Search) {
  return api(`models/${id}`, civitaiModel, search)
}

async function versionOf(id: number, search: Search) {
  return api(`model-versions/${id}`, civitaiVersion, search)
}

async function api<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  search: Search,
): Promise<z.infer<Schema> | undefined> {
  const { context, sites } = search
  const question = {
    site: knownSites.civitai.name,
    token: await search.token("civitai"),
    url: `${baseOf("civitai", sites)}/api/v1/${path}`,
  }
  const answer = await askSite(question, context)
  const { status } = answer.response
  if (status === 404) {
    answer.end()
    return undefined
  }
  if (status >= 300) {
    throw await refusal(answer, question, { ...search, gate: undefined })
  }
  return jsonOf(answer, schema, question, context)
}

function source(search: Search, why: string, models: readonly number[] = []) {
  return fail("modelSource", {
    tries: models.map((id) => search.again(`https://civitai.com/models/${id}`)),
    url: search.shown,
    why,
  })
}

function missing(path: string, reason: string): Error {
  const url = `https://civitai.com/${path}`
  return fail("modelMissing", { tries: [], reason, url })
}
