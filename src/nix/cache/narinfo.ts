import { normaliseHash } from "../../inventory/hash.ts"
import { fieldsOf } from "./cache-info.ts"
import type { PathInfo } from "./path-info.ts"

/**
 * Parses a narinfo as a cache serves it; signatures may be many. Undefined for
 * any other text. Source: nix src/libstore/nar-info.cc.
 */
export function parseNarinfo(text: string): PathInfo | undefined {
  const fields = fieldsOf(text)
  const path = fields?.get("StorePath")
  if (fields === undefined || path === undefined) return undefined
  const size = Number(fields.get("FileSize"))
  const references = (fields.get("References") ?? "").split(" ")
  return {
    downloadSize: Number.isFinite(size) ? size : undefined,
    narHash: normaliseHash(fields.get("NarHash") ?? ""),
    narSize: Number(fields.get("NarSize")),
    path,
    references: references
      .filter((name) => name !== "")
      .map((name) => `/nix/store/${name}`),
    signatures: [...text.matchAll(/^Sig: *(\S+)\s*$/gm)].map(
      ([, signature = ""]) => signature,
    ),
  }
}
