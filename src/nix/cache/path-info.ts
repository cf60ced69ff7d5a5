import { fail } from "../../errors/fail.ts"
import { normaliseHash } from "../../inventory/hash.ts"

/** What a store or cache knows of a path. */
export type PathInfo = {
  readonly path: string
  /** Bytes; undefined where the store isn't a cache. */
  readonly downloadSize: number | undefined
  /** SRI; undefined where it isn't told in a form that we know. */
  readonly narHash: string | undefined
  readonly narSize: number
  readonly references: readonly string[]
  /** `name:base64`, to be compared with the trusted keys. */
  readonly signatures: readonly string[]
}

/** What was asked for, split into found and missing. */
export type PathInfos = {
  readonly found: readonly PathInfo[]
  readonly missing: readonly string[]
}

/**
 * Parses `nix path-info --json`: the map by full path of 2.19 and later, with
 * or without `--json-format 1`; `--json-format 2`; and the older list.
 * Errors: `nixAnswer`.
 */
export function parsePathInfos(stdout: string): PathInfos {
  const found: PathInfo[] = []
  const missing: string[] = []
  for (const [path, value] of entriesOf(stdout)) {
    const parts = value === null ? undefined : objectOf(value)
    // The list marks a missing path by a word.
    if (parts === undefined || parts["valid"] === false) missing.push(path)
    else found.push(infoOf(path, parts))
  }
  return { found, missing }
}

function entriesOf(stdout: string): [string, unknown][] {
  const top = json(stdout)
  if (Array.isArray(top)) {
    return top.map((value) => [String(objectOf(value)["path"]), value])
  }
  const map = objectOf(top)
  if (typeof map["info"] !== "object") return Object.entries(map)
  const folder = String(map["storeDir"] ?? "/nix/store")
  return Object.entries(objectOf(map["info"])).map(([name, value]) => [
    full(folder, name),
    value,
  ])
}

function infoOf(path: string, parts: Record<string, unknown>): PathInfo {
  const { downloadSize, narHash, narSize } = parts
  return {
    downloadSize: typeof downloadSize === "number" ? downloadSize : undefined,
    narHash: typeof narHash === "string" ? normaliseHash(narHash) : undefined,
    narSize: typeof narSize === "number" ? narSize : 0,
    path,
    references: texts(parts["references"]).map((it) => full("/nix/store", it)),
    signatures: texts(parts["signatures"]),
  }
}

function full(folder: string, name: string): string {
  return name.startsWith("/") ? name : `${folder}/${name}`
}

/** Signatures are texts, in newer formats objects. */
function texts(value: unknown): string[] {
  if (!Array.isArray(value)) return []
  return value.map((it: unknown) => {
    if (typeof it === "string") return it
    const { keyName, sig } = objectOf(it)
    return `${String(keyName)}:${String(sig)}`
  })
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return { ...value }
  throw fail("nixAnswer", { asked: "nix path-info" })
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw fail("nixAnswer", { asked: "nix path-info" }, { cause })
  }
}
