import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import {
  type Coverage,
  deadCaches,
  type Untrusted,
} from "../../nix/cache/coverage.ts"
import { type HeavyBuild, heavyBuilds } from "../../nix/heavy-builds.ts"

/** Name and version of a heavy package, as people say them. */
export function sayHeavy({
  name,
  version,
}: Pick<HeavyBuild, "name" | "version">): string {
  const bare = version?.replace(outputs, "")
  return bare === undefined ? name : `${name} ${bare}`
}

/** nixpkgs' names of outputs, which follow the version in a store path. */
const outputs = /-(bin|cxxdev|debug|dev|dist|lib|modules|out|static)$/

/** The names of what is heavy among store paths or derivations. */
export function heavyNames(paths: readonly string[]): readonly string[] {
  return [...new Set(heavyBuilds(paths, heavy.packages).map(sayHeavy))]
}

/**
 * What a dry run would fetch, but nobody who is trusted has signed: Nix would
 * compile it. Paths that no cache was asked for are believed.
 */
export function untrustedOf(
  fetched: readonly string[],
  caches: readonly Coverage[],
): readonly string[] {
  const trusted = new Set(
    caches.flatMap(({ trusted }) => trusted.map(({ path }) => path)),
  )
  const refused = new Set(
    caches.flatMap(({ untrusted }) => untrusted.map(({ path }) => path)),
  )
  return fetched.filter((path) => refused.has(path) && !trusted.has(path))
}

/** Why heavy packages would be compiled: a line for each cache asked. */
export function sayCaches(caches: readonly Coverage[]): readonly string[] {
  if (caches.length === 0) return ["the host has no cache to ask"]
  return caches.map(sayCache)
}

function sayCache(cache: Coverage): string {
  const { missing, problem, trusted, untrusted, url } = cache
  if (problem !== undefined) return `can't ask ${url}: ${problem}`
  const [first] = untrusted
  if (first !== undefined) {
    const names = heavyNames(untrusted.map(({ path }) => path)).join(", ")
    return `${url} has ${names}, but ${sayTrust(first)}`
  }
  const of = missing.length + trusted.length
  return `${url} has ${trusted.length} of ${of} heavy paths`
}

/** Why a signature doesn't count. */
export function sayTrust({ trust }: Untrusted): string {
  switch (trust.trust) {
    case "unknown":
      return "its signature can't be checked"
    case "unknown-key":
      return `signed by ${trust.signers.join(", ")}, which is not trusted`
    case "unsigned":
      return "it is unsigned"
    case "wrong-key": {
      const names = trust.signers.join(", ")
      return `its signature is not from the key trusted as ${names}`
    }
  }
}

/** Caches that couldn't be asked, by a dry run or by us, a line each. */
export function unusable(
  dryRun: string,
  caches: readonly Coverage[],
): readonly string[] {
  const asked = caches.flatMap(({ problem, url }) =>
    problem === undefined ? [] : [{ problem, url }],
  )
  const all = [...deadCaches(dryRun), ...asked]
  const last = new Map(all.map(({ problem, url }) => [url, problem]))
  return [...last].map(([url, problem]) => `can't ask ${url}: ${problem}`)
}
