import type { Meaning } from "./meaning.ts"

/** By what each may be locked. */
export const fetchers: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    fetchGit: ["narHash", "rev"],
    fetchMercurial: ["rev"],
    fetchTarball: ["sha256"],
    fetchTree: ["narHash", "rev"],
    fetchurl: ["sha256"],
    getFlake: [],
  }),
)

/** Whether an argument of a fetcher is; undefined: its text doesn't tell. */
export function isLocked(
  argument: Meaning,
  fetcher: string,
  hashes: readonly string[],
): boolean | undefined {
  switch (argument.means) {
    case "text":
      return ["fetchTree", "getFlake"].includes(fetcher)
        ? /[/=][0-9a-f]{40}(?![0-9a-f])|narHash=/.test(argument.text ?? "")
        : false
    case "path":
      return false
    case "set":
      if (hashes.some((name) => argument.names.has(name))) return true
      return argument.open ? undefined : false
    case "builtin":
    case "builtins":
    case "lambda":
    case "unknown":
      return undefined
  }
}

/** The address that is fetched, if the text tells. */
export function urlOf(argument: Meaning): string | undefined {
  const said =
    argument.means === "set" ? argument.names.get("url")?.() : argument
  return said?.means === "text" ? said.text : undefined
}
