import type { Host } from "../inventory/host.ts"
import type { Declared } from "./result.ts"

/** The models that a host declares, in the order of folders and names. */
export function modelsOf({ services }: Pick<Host, "services">): Declared[] {
  const folders = Object.entries(services.comfyui?.models ?? {})
  return folders
    .flatMap(([folder, named]) =>
      Object.entries(named).map(([name, { format, hash, url }]) => ({
        file: `${folder}/${name}.${format}`,
        folder,
        format,
        hash,
        name,
        url,
      })),
    )
    .toSorted((one, other) => (one.file < other.file ? -1 : 1))
}

/** The sha256 of a declared hash in hex; undefined of another kind. */
export function hexOf(hash: string): string | undefined {
  const base64 = /^sha256-(.+)$/.exec(hash)?.[1]
  return base64 && Buffer.from(base64, "base64").toString("hex")
}

/**
 * The declared model that a picture's metadata means: by a hash, also the first
 * ten digits as stable-diffusion-webui shows them, else by its name, with or
 * without folder and extension. Undefined where none or several would fit.
 */
export function modelByHashOrName(
  models: readonly Declared[],
  said: {
    readonly hash?: string | undefined
    readonly name?: string | undefined
  },
): Declared | undefined {
  const hash = said.hash?.toLowerCase() ?? ""
  if (/^[0-9a-f]{10,64}$/.test(hash)) {
    const byHash = models.filter((one) => hexOf(one.hash)?.startsWith(hash))
    if (byHash.length > 0) return byHash.length === 1 ? byHash[0] : undefined
  }
  const name = said.name?.replaceAll("\\", "/").toLowerCase() ?? ""
  if (name === "") return undefined
  const byName = models.filter((one) => {
    const file = one.file.toLowerCase()
    const inFolder = file.slice(file.indexOf("/") + 1)
    return [file, inFolder, one.name.toLowerCase()].includes(name)
  })
  return byName.length === 1 ? byName[0] : undefined
}
