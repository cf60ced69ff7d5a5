import { basename } from "node:path"
import type { PathInfo } from "./path-info.ts"

/**
 * What a cache says of a path whose NAR lies beside it, uncompressed. Source:
 * nix src/libstore/nar-info.cc.
 */
export function narInfo(info: PathInfo): string {
  const { narHash, narSize, path, references, signatures } = info
  const [hash = ""] = basename(path).split("-")
  const lines = [
    `StorePath: ${path}`,
    `URL: nar/${hash}.nar`,
    "Compression: none",
    `NarHash: ${narHash}`,
    `NarSize: ${narSize}`,
    `References: ${references.map((one) => basename(one)).join(" ")}`,
    ...signatures.map((one) => `Sig: ${one}`),
  ]
  return `${lines.join("\n")}\n`
}
