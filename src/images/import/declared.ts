import type { Host } from "../../inventory/host.ts"
import { fileOf } from "../model-names.ts"
import type { ModelWish } from "./found.ts"

/** A model that a picture was made with, looked for in the inventory. */
export type Matched = ModelWish & {
  /** Its file's name where it is declared. */
  readonly file?: string
  readonly how: "hash" | "missing" | "name"
  /** Who declares it. */
  readonly hosts: readonly string[]
}

/** Declared models by hash, by civitai's version, or by name. */
export function matchModel(
  wish: ModelWish,
  hosts: readonly Pick<Host, "name" | "services">[],
): Matched {
  const all = hosts.flatMap((host) =>
    declaredIn(host, wish.folder).map((model) => ({
      ...model,
      host: host.name,
    })),
  )
  const { hash, version } = wish
  const sure = all.filter(
    (one) =>
      (hash !== undefined &&
        hash.length >= 10 &&
        one.sha256.startsWith(hash)) ||
      (version !== undefined && one.version === version),
  )
  const [first] = sure
  if (first !== undefined)
    return {
      ...wish,
      file: first.file,
      hosts: hostsOf(sure, first.file),
      how: "hash",
    }
  const named = fileOf(wish.name, [...new Set(all.map(({ file }) => file))])
  const same = all.filter(({ file }) => file === named)
  // Another hash is another model, whatever its name.
  const other =
    hash !== undefined && hash.length >= 10 && wish.folder === "checkpoints"
  if (named === undefined || other)
    return { ...wish, hosts: [], how: "missing" }
  return { ...wish, file: named, hosts: hostsOf(same, named), how: "name" }
}

function hostsOf(
  found: readonly { readonly file: string; readonly host: string }[],
  file: string,
): string[] {
  const hosts = found.filter((one) => one.file === file).map(({ host }) => host)
  return [...new Set(hosts)].sort()
}

function declaredIn({ services }: Pick<Host, "services">, folder: string) {
  const models = services.comfyui?.models?.[folder] ?? {}
  return Object.entries(models).map(([name, { format, hash, url }]) => ({
    file: `${name}.${format}`,
    sha256: hexOf(hash),
    version: /^https:\/\/civitai\.\w+\/api\/download\/models\/(\d+)/u.exec(
      url,
    )?.[1],
  }))
}

/** Empty for a hash of another kind. */
export function hexOf(hash: string): string {
  const [, base64] = /^sha256-(.+)$/u.exec(hash) ?? []
  return Buffer.from(base64 ?? "", "base64").toString("hex")
}
