import type { Derivation } from "./derivation.ts"

/**
 * Whether a derivation may compile anything. It doesn't if it only downloads,
 * if nixpkgs itself says that building it is quicker than fetching it (links,
 * environments, texts), if it has nothing to unpack (wrappers, a selection of a
 * kernel's modules), if that is a wheel, or if it skips nixpkgs' build phase.
 * Seen on derivations of nixpkgs 26.11, see test/fixtures/nix. Pure.
 */
export function compiles(derivation: Derivation): boolean {
  const { allowSubstitutes, attributes, fixedOutput, preferLocalBuild } =
    derivation
  if (fixedOutput || preferLocalBuild || !allowSubstitutes) return false
  if (isOn(attributes["dontBuild"])) return false
  const sources = [...words(attributes["src"]), ...words(attributes["srcs"])]
  if (sources.length === 0) return attributes["unpackPhase"] !== undefined
  return !sources.every((source) => wheel.test(source))
}

/** A file, or the folder of them that another derivation has built. */
const wheel = /(\.whl|-dist)$/

function isOn(value: unknown): boolean {
  return value === true || value === "1"
}

function words(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String)
  if (typeof value !== "string") return []
  return value.split(/\s+/).filter((word) => word !== "")
}
