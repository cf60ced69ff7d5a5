import type { IncomingMessage, ServerResponse } from "node:http"
import type { Content } from "./content.ts"
import { html, json, type Served, serve } from "./serve.ts"
import type { Storage } from "./storage.ts"

export type CivitaiFile = {
  readonly content: Content
  readonly format?: string
  readonly fp?: string
  readonly name: string
  readonly pickleScanResult?: string
  readonly primary?: boolean
  readonly sha256?: string | null
  readonly size?: string
  readonly type?: string
  readonly virusScanResult?: string
}

export type CivitaiVersion = {
  readonly baseModel?: string
  readonly earlyAccessEndsAt?: string
  readonly files: readonly CivitaiFile[]
  readonly id: number
  /** Who downloads must have logged in. */
  readonly login?: boolean
  readonly name?: string
  /** Whoever logs in must also have paid. */
  readonly paid?: boolean
  readonly trainedWords?: readonly string[]
  readonly usageControl?: string
}

export type CivitaiModel = {
  readonly id: number
  readonly mode?: string
  readonly name: string
  readonly type: string
  readonly versions: readonly CivitaiVersion[]
}

export type Civitai = Served & {
  readonly faults: {
    /** Answers of 429 still to come, with the header that they have. */
    limits: Record<string, string>[]
    /** Answers of that code still to come; 200 is as ever. */
    statuses: number[]
    /** A download answers with a page, as behind a maintenance notice. */
    page: boolean
  }
}

/**
 * civitai as its REST reference and its answers to downloads have it: a
 * redirect to storage, 401 with JSON for a login, /login for a browser's.
 */
export async function civitai(
  address: string,
  storage: Storage,
  { models, token }: { models: readonly CivitaiModel[]; token: string },
): Promise<Civitai> {
  const faults: Civitai["faults"] = { limits: [], page: false, statuses: [] }
  const versions = models.flatMap((model) =>
    model.versions.map((version) => ({ model, version })),
  )
  const served = await serve(address, (request, response) => {
    const limit = faults.limits.shift()
    if (limit !== undefined) {
      response.writeHead(429, limit).end("Too many requests")
      return
    }
    const status = faults.statuses.shift()
    if (status !== undefined && status !== 200)
      return html(response, status, "civitai")
    const { pathname, searchParams } = new URL(request.url ?? "", "http://c")
    const [, kind = "", id = ""] =
      /^\/api\/v1\/(models|model-versions(?:\/by-hash)?)\/(\w+)$/.exec(
        pathname,
      ) ?? []
    const download = /^\/api\/download\/models\/(\d+)$/.exec(pathname)?.[1]
    const model = models.find((one) => String(one.id) === id)
    if (kind === "models") {
      return model === undefined
        ? json(response, 404, { error: `No model with id ${id}` })
        : json(response, 200, modelShape(model))
    }
    if (kind !== "") {
      const found = versions.find(({ version }) =>
        kind === "model-versions"
          ? String(version.id) === id
          : version.files.some(({ content }) =>
              content.sha256.startsWith(id.toLowerCase()),
            ),
      )
      return found === undefined
        ? json(response, 404, { error: "Model version not found" })
        : json(response, 200, versionShape(found))
    }
    if (download === undefined) return html(response, 200, "a page")
    const found = versions.find(
      ({ version }) => String(version.id) === download,
    )
    if (found === undefined) {
      return json(response, 404, { error: "File not found" })
    }
    return sendFile(request, response, { ...found.version, searchParams })
  })
  return { ...served, faults }

  function sendFile(
    request: IncomingMessage,
    response: ServerResponse,
    version: CivitaiVersion & { readonly searchParams: URLSearchParams },
  ) {
    const { authorization } = request.headers
    const known = authorization === `Bearer ${token}`
    if (faults.page) return html(response, 200, "maintenance")
    if (authorization !== undefined && !known) {
      return json(response, 401, { error: "Unauthorized" })
    }
    if (version.login && !known) {
      if (/mozilla/i.test(request.headers["user-agent"] ?? "")) {
        const location = "/login?returnUrl=%2F&reason=download-auth"
        response.writeHead(307, { location }).end()
        return
      }
      const message =
        "The creator of this asset requires you to be logged in to download it"
      return json(response, 401, { error: "Unauthorized", message })
    }
    if (version.paid) {
      const deadline = version.earlyAccessEndsAt
      const message = "This asset is in Early Access"
      return json(response, 403, { deadline, error: "Early Access", message })
    }
    const file = version.files.find((one) =>
      [...version.searchParams].every(([name, value]) => {
        const { format, fp, size, type = "Model" } = one
        const said = { format, fp, size, type }
        return (said as Record<string, string | undefined>)[name] === value
      }),
    )
    if (file === undefined) return json(response, 404, { error: "No file" })
    const location = storage.sign(file.content, file.name)
    response.writeHead(307, { location }).end()
  }
}

function fileShape(file: CivitaiFile, id: number) {
  const { content, format, fp, name, primary, size, type = "Model" } = file
  const sha256 = file.sha256 === undefined ? content.sha256 : file.sha256
  return {
    downloadUrl: `https://civitai.com/api/download/models/${id}`,
    hashes: {
      AutoV2: content.sha256.slice(0, 10).toUpperCase(),
      ...(sha256 && { SHA256: sha256.toUpperCase() }),
    },
    id: id * 10,
    metadata: { format, fp: fp ?? null, size: size ?? null },
    name,
    pickleScanResult: file.pickleScanResult ?? "Success",
    ...(primary && { primary }),
    sizeKB: content.size / 1024,
    type,
    virusScanResult: file.virusScanResult ?? "Success",
  }
}

function ownShape(version: CivitaiVersion) {
  const { files, id } = version
  return {
    availability: version.earlyAccessEndsAt ? "EarlyAccess" : "Public",
    baseModel: version.baseModel ?? "SDXL 1.0",
    earlyAccessEndsAt: version.earlyAccessEndsAt ?? null,
    files: files.map((file) => fileShape(file, id)),
    id,
    name: version.name ?? "v1",
    status: "Published",
    trainedWords: version.trainedWords ?? [],
    usageControl: version.usageControl ?? "Download",
  }
}

type Both = {
  readonly model: CivitaiModel
  readonly version: CivitaiVersion
}

function versionShape({ model, version }: Both) {
  const { id, name, type } = model
  return {
    ...ownShape(version),
    model: { name, nsfw: false, type },
    modelId: id,
  }
}

function modelShape({ id, mode, name, type, versions }: CivitaiModel) {
  return {
    allowCommercialUse: ["Image", "RentCivit"],
    allowDerivatives: true,
    allowDifferentLicense: false,
    allowNoCredit: false,
    creator: { username: "ada" },
    id,
    mode: mode ?? null,
    modelVersions: versions.map(ownShape),
    name,
    type,
  }
}
