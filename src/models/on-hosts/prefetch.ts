import type { Context } from "../../context.ts"
import { failureOf } from "../../errors/failure-of.ts"
import { asFailure } from "../../inventory/as-failure.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import { openLink } from "../../host/open-link.ts"
import { prefetchModel } from "../../host/models/prefetch-model.ts"
import type { HostShell } from "../../host/shell.ts"
import { nixConfig } from "../../nix/nix-config.ts"
import { hexOf, modelsOf } from "../declared.ts"
import type { ModelEvent } from "../event.ts"
import { curlRequest } from "./curl-request.ts"
import { unfetched } from "./unfetched.ts"
import type { Declared, HostPrefetched, ModelsPrefetched } from "../result.ts"
import { asked, siteOf, tokenFor } from "../site.ts"
import { vramWarning } from "../vram.ts"
import { storeName } from "./store-name.ts"
import { modelsFolder } from "./verify.ts"

export type PrefetchInput = {
  /** How many hosts at once. */
  readonly parallel: number
  /** A cache to upload to; then each file is fetched from its site once. */
  readonly to: string | undefined
  /** A reference. */
  readonly token: string | undefined
}

/**
 * Has the declared models of hosts in their stores, each fetched by the host
 * itself. A host's own errors are in its result. Errors: `interrupted`.
 */
export async function prefetchModels(
  fleet: Fleet,
  hosts: readonly Host[],
  input: PrefetchInput,
  context: Context<ModelEvent>,
): Promise<ModelsPrefetched> {
  const { default: pMap } = await import("p-map")
  const first = new Map<string, Promise<unknown>>()
  const results = await pMap(
    hosts,
    async (host) => onHost(fleet, host, { ...input, first }, context),
    { concurrency: input.parallel },
  )
  context.signal.throwIfAborted()
  const failed = results.some(({ error }) => error !== undefined)
  return { "exit-code": failed ? 1 : 0, hosts: results }
}

type Work = PrefetchInput & {
  /** By file: who fetches it for all, while it does. */
  readonly first: Map<string, Promise<unknown>>
}

async function onHost(
  fleet: Fleet,
  host: Host,
  work: Work,
  context: Context<ModelEvent>,
): Promise<HostPrefetched> {
  const models: HostPrefetched["models"] = []
  try {
    const declared = modelsOf(host)
    if (declared.length === 0) return { host: host.name, models }
    const link = await openLink(host, context)
    await using _ = link.connection
    for (const model of declared) {
      models.push(
        await inTurn(model, work, () =>
          fetchOne(fleet, host, model, { ...work, shell: link.shell }, context),
        ),
      )
    }
    return { host: host.name, models }
  } catch (error) {
    const failure = asFailure(error, host, "prefetch", context.signal)
    return { error: failureOf(failure), host: host.name, models }
  }
}

/** Where a cache is uploaded to, others wait for who fetches it first. */
async function inTurn<Result>(
  { file, hash }: Declared,
  { first, to }: Work,
  fetch: () => Promise<Result>,
): Promise<Result> {
  if (to === undefined) return fetch()
  const key = `${file.split("/").at(-1)} ${hash}`
  const others = first.get(key)
  if (others !== undefined) {
    await others.catch(() => {})
    return fetch()
  }
  const mine = fetch()
  first.set(key, mine)
  return mine
}

async function fetchOne(
  fleet: Fleet,
  host: Host,
  model: Declared,
  { shell, to, token: reference }: Work & { readonly shell: HostShell },
  context: Context<ModelEvent>,
): Promise<HostPrefetched["models"][number]> {
  const since = Date.now()
  const { file, format, hash, name, url } = model
  const { modelSites: sites } = fleet
  const site = siteOf(new URL(url), sites)
  const token = await tokenFor(site, { sites, token: reference }, context)
  const sha256 = hexOf(hash)
  if (sha256 === undefined) throw unfetched(model, undefined, host)
  const fetched = await prefetchModel(shell, {
    config: nixConfig({ caches: fleet.caches }),
    declared: modelsOf(host).flatMap((one) => hexOf(one.hash) ?? []),
    format,
    name: storeName(`${name}.${format}`),
    onProgress: (done, all) => {
      const event = "progress" as const
      context.emit({ all, done, event, file, host: host.name })
    },
    place: `${modelsFolder(host)}/${file}`,
    request: curlRequest(asked(url, sites), token),
    sha256,
    upload: to,
  })
  const { bytes, outcome, path } = fetched
  if (outcome === "failed") throw unfetched(model, fetched, host)
  const text = `${file}: ${says[outcome]}`
  context.emit({ event: "note", file, host: host.name, text })
  // Its own name is all that says what family it is of.
  const loaded = { baseModel: name, folder: model.folder, size: bytes ?? 0 }
  const warning = vramWarning(loaded, host)
  if (warning !== undefined)
    context.emit({ event: "note", host: host.name, text: warning })
  const seconds = (Date.now() - since) / 1000
  return {
    bytes: bytes ?? 0,
    file,
    outcome,
    path,
    seconds,
    ...(warning !== undefined && { warning }),
  }
}

const says = {
  cached: "from a cache",
  fetched: "fetched",
  local: "from the file in its place",
  there: "already there",
} as const
