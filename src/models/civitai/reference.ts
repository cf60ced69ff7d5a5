import { type Reference, unfit } from "../reference.ts"

/** What a download's query says of which of a version's files. */
const choices = ["format", "fp", "size", "type"]

/** What a path of civitai is the address of. */
export function civitaiReference(
  path: string,
  query: URLSearchParams,
): Reference {
  const asked = numberIn(query, "modelversionid")
  const version = firstOf(path, [
    /^\/api\/download\/models\/(\d+)\/*$/i,
    /^\/api\/v1\/model-versions\/(\d+)\/*$/i,
    /\/model-versions\/(\d+)/i,
  ])
  if (version !== undefined) {
    const wanted = [...query]
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => choices.includes(name))
    return {
      is: "civitai-version",
      version,
      wanted: Object.fromEntries(wanted),
    }
  }
  const model = firstOf(path, [
    /^\/(?:[a-z]{2}(?:-[a-z]{2})?\/)?models\/(\d+)(?:\/|$)/i,
    /^\/api\/v1\/models\/(\d+)\/*$/i,
  ])
  if (model !== undefined) return { is: "civitai-model", model, version: asked }
  if (asked !== undefined) {
    return { is: "civitai-version", version: asked, wanted: {} }
  }
  const [, kind = ""] = /^\/([a-z-]+)/i.exec(path) ?? []
  return unfit(
    kind === "" || kind === "models"
      ? "the address names no model: it has no number"
      : `it is civitai's page of ${kind}, not of a model`,
  )
}

function numberIn(query: URLSearchParams, wanted: string): number | undefined {
  const found = [...query].find(([name]) => name.toLowerCase() === wanted)
  const digits = /^\d+/.exec(found?.[1] ?? "")?.[0]
  return digits === undefined ? undefined : Number(digits)
}

function firstOf(path: string, patterns: readonly RegExp[]) {
  for (const pattern of patterns) {
    const found = pattern.exec(path)?.[1]
    if (found !== undefined) return Number(found)
  }
  return undefined
}
