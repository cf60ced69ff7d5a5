import type { AsCachesHaveIt } from "../../host/why/why-heavy.ts"
import { parseStorePath } from "../../nix/store-path.ts"
import type { HeavyPackage } from "../../nix/heavy-builds.ts"

/** Why no cache has a heavy package, as far as its name tells. */
export type Reason =
  /** It is as caches build it, and none has built this revision. */
  | { readonly why: "revision" }
  | { readonly why: "capabilities"; readonly capabilities: readonly string[] }
  /** Of a Python whose packages no cache builds. */
  | { readonly why: "python"; readonly builds: string; readonly used: string }
  /** Something beneath it was changed; to be compared with what caches have. */
  | { readonly why: "changed"; readonly from: string }
  /** This nixpkgs has no such package. */
  | { readonly why: "unknown" }

/** Where nixpkgs may have a package, by the store name of its derivation. */
export function attributesOf(
  drv: string,
  table: readonly (HeavyPackage & { readonly attribute?: string })[],
): readonly string[] {
  const { pname } = parseStorePath(drv)
  const found = table.find(({ name }) => name === pname.toLowerCase())
  if (found?.attribute === undefined) return []
  const used = pythonOf(drv)
  const { attribute } = found
  if (used === undefined || !attribute.startsWith(ofPython)) return [attribute]
  return [attribute, attribute.replace(ofPython, ofVersion(used))]
}

/**
 * Compares a derivation with those that the same nixpkgs makes without what is
 * the host's own. Pure.
 */
export function reasonOf(
  drv: string,
  attributes: readonly string[],
  { capabilities, capable, python, stock }: AsCachesHaveIt,
): Reason {
  const [first, ofUsed = first] = attributes
  if (first === undefined || ofUsed === undefined) return { why: "unknown" }
  if (drv === stock[first]) return { why: "revision" }
  if (drv === capable[first]) return { capabilities, why: "capabilities" }
  const used = pythonOf(drv)
  const other = used !== undefined && ofUsed !== first && used !== python
  if (other) return { builds: python, used, why: "python" }
  const from = capable[first] ?? stock[first]
  const known = from !== undefined && from !== null
  return known ? { from, why: "changed" } : { why: "unknown" }
}

const ofPython = "python3Packages."

function ofVersion(version: string): string {
  return `python${version.replace(".", "")}Packages.`
}

/** `3.13` of `python3.13-torch-2.9.1`. */
function pythonOf(drv: string): string | undefined {
  return /-python(\d+\.\d+)-/.exec(parseStorePathName(drv))?.[1]
}

function parseStorePathName(drv: string): string {
  return `-${parseStorePath(drv).name}`
}
