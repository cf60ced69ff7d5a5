import type { Context } from "../../context.ts"
import { failureOf } from "../../errors/failure-of.ts"
import { hashModels, type OnDisk } from "../../host/models/hash-models.ts"
import { openLink } from "../../host/open-link.ts"
import { asFailure } from "../../inventory/as-failure.ts"
import type { Host } from "../../inventory/host.ts"
import { hexOf, modelsOf } from "../declared.ts"
import type { ModelEvent } from "../event.ts"
import type { HostVerified, ModelsVerified } from "../result.ts"

/** Where ComfyUI's data is without a `data-dir`. */
const usual = "/var/lib/comfyui"

/** The folder of a host's models. */
export function modelsFolder({ services }: Pick<Host, "services">): string {
  const { "data-dir": folder = usual } = services.comfyui ?? {}
  return `${folder}/models`
}

/**
 * Hashes declared models where hosts have them. A host's own errors are in its
 * result. Errors: `interrupted`.
 */
export async function verifyModels(
  hosts: readonly Host[],
  { parallel }: { readonly parallel: number },
  context: Context<ModelEvent>,
): Promise<ModelsVerified> {
  const { default: pMap } = await import("p-map")
  const results = await pMap(hosts, (host) => onHost(host, context), {
    concurrency: parallel,
  })
  context.signal.throwIfAborted()
  const bad = results.some(
    ({ error, models }) =>
      error !== undefined || models.some(({ is }) => is !== "ok"),
  )
  return { "exit-code": bad ? 1 : 0, hosts: results }
}

async function onHost(
  host: Host,
  context: Context<ModelEvent>,
): Promise<HostVerified> {
  const { name } = host
  const declared = modelsOf(host)
  if (declared.length === 0) return { host: name, models: [] }
  try {
    const link = await openLink(host, context)
    await using _ = link.connection
    const seen = await hashModels(link.shell, {
      files: declared.map(({ file }) => file),
      models: modelsFolder(host),
      onHashed: (file) =>
        context.emit({ event: "note", host: name, text: `hashed ${file}` }),
      others: false,
    })
    const models = declared.map(({ file, hash }) => {
      const found = seen.get(file) ?? { is: "missing" as const }
      const { sha256, size } = found
      return {
        ...(size !== undefined && { bytes: size }),
        file,
        is: judged(found, hexOf(hash)),
        ...(sha256 !== undefined && { sha256 }),
      }
    })
    return { host: name, models }
  } catch (error) {
    const failure = asFailure(error, host, "verify", context.signal)
    return { error: failureOf(failure), host: name, models: [] }
  }
}

/** What is at a declared model's place. */
export function judged(
  { is, sha256, target }: OnDisk,
  wanted: string | undefined,
): HostVerified["models"][number]["is"] {
  if (is === "missing" || is === "dangling") return is
  if (wanted !== undefined && sha256 !== wanted) {
    // Another declaration's file until the next deployment, or a broken disk.
    return is === "link" && target?.startsWith("/nix/store/") === true
      ? "other"
      : "changed"
  }
  return "ok"
}
