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
  const narSize = bytesOf(fields.get("NarSize"))
  if (narSize === undefined) return undefined
  const references = (fields.get("References") ?? "").split(" ")
  return {
    downloadSize: bytesOf(fields.get("FileSize")),
    narHash: normaliseHash(fields.get("NarHash") ?? ""),
    narSize,
    path,
    references: references
      .filter((name) => name !== "")
      .map((name) => `/nix/store/${name}`),
    signatures: [...text.matchAll(/^Sig: *(\S+)\s*$/gm)].map(
      ([, signature = ""]) => signature,
    ),
  }
}

function bytesOf(text: string | undefined): number | undefined {
  const bytes = Number(text ?? "x")
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined
}
