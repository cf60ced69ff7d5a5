import { type Reference, unfit } from "./reference.ts"

/**
 * Source: the AIR specification of civitai,
 * `urn:air:{ecosystem}:{type}:{source}:{id}@{version}:{layer}.{format}`, where
 * all but source and id may be left out.
 */
const pattern =
  /^(?:urn:)?(?:air:)?(?:[a-z0-9_/-]+:){0,2}(?<source>civitai|huggingface):(?<id>[\w./-]+?)(?:@(?<version>[\w./-]+?))?(?::[\w-]+)?(?:\.(?:safetensors?|ckpt|pt|bin|gguf))?$/i

/** A model by its AIR name; undefined for what isn't written as one. */
export function airReference(text: string): Reference | undefined {
  const { id, source, version } = pattern.exec(text)?.groups ?? {}
  if (id === undefined || source === undefined) {
    const other = /^(?:urn:)?air:(?:.*:)?([\w-]+):[^:]+$/i.exec(text)?.[1]
    return other === undefined
      ? undefined
      : unfit(`AIR names of ${other} have no file that can be fetched`)
  }
  if (source.toLowerCase() === "huggingface") {
    return {
      folder: "",
      is: "hugging-face-repository",
      repository: id,
      revision: version ?? "main",
    }
  }
  if (!/^\d+$/.test(id) || !/^\d*$/.test(version ?? "")) {
    return unfit("an AIR name of civitai has numbers, such as 827184@2514310")
  }
  const number = version === undefined ? undefined : Number(version)
  return { is: "civitai-model", model: Number(id), version: number }
}
