import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import type { Coverage, Untrusted } from "../../nix/cache/coverage.ts"
import { type HeavyBuild, heavyBuilds } from "../../nix/heavy-builds.ts"
import type { Site } from "../../nix/build-plan/site.ts"
import { nameOf } from "../../nix/store-path.ts"
import type { Survey } from "../survey/survey.ts"

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

/** Why heavy packages would be compiled: a line for each cache asked. */
export function sayCaches(
  caches: readonly Coverage[],
  { ignored }: Pick<Site, "ignored">,
): readonly string[] {
  if (caches.length + ignored.length === 0) {
    return ["the host has no cache to ask"]
  }
  return [...caches.map(sayCache), ...ignored.map(sayIgnored)]
}

function sayIgnored(url: string): string {
  return `can't ask ${url}: Nix there takes no settings from this user`
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

/** Caches that aren't asked, or say nothing, a line each. */
export function unusable({
  caches,
  site,
}: Pick<Survey, "caches" | "site">): readonly string[] {
  const silent = caches.flatMap(({ problem, url }) =>
    problem === undefined ? [] : [`can't ask ${url}: ${problem}`],
  )
  const odd = caches.flatMap(({ others, url }) =>
    others.length === 0
      ? []
      : [`${url} answers for ${nameOf(others[0] as string)} with another path`],
  )
  return [...site.ignored.map(sayIgnored), ...silent, ...odd]
}
