import { nixTokens, type NixToken } from "../nix/tokens.ts"
import type { Finding } from "./finding.ts"

const impure: Readonly<Record<string, string>> = {
  currentSystem: "write pkgs.stdenv.hostPlatform.system",
  currentTime: "write the value",
  getEnv: "write the value, or declare an option for it",
  nixPath: "name what is meant as an input in hosts/fleet.yaml",
  storePath: "name what makes it as an input in hosts/fleet.yaml",
}

const fetchers: Readonly<Record<string, readonly string[]>> = {
  fetchGit: ["narHash", "rev"],
  fetchMercurial: ["rev"],
  fetchTarball: ["sha256"],
  fetchTree: ["narHash", "rev"],
  fetchurl: ["sha256"],
  getFlake: [],
}

/** These are there without `builtins.` too. */
const bare = new Set(["fetchGit", "fetchMercurial", "fetchTarball"])

/**
 * What a file says that a flake's evaluation, which sees no environment, no
 * search path and nothing unlocked, refuses: each with what to write instead.
 * Absolute paths are judged by who knows what is copied. Source: Nix manual,
 * `pure-eval`.
 */
export function impuritiesOf(file: string, code: string): Finding[] {
  const tokens = nixTokens(code)
  return tokens.flatMap((token, index): Finding[] => {
    const found = judge(tokens, index)
    return found === undefined ? [] : [{ ...found, file, line: token.line }]
  })
}

type Judged = Pick<Finding, "cure" | "what"> | undefined

function judge(tokens: readonly NixToken[], index: number): Judged {
  const token = tokens[index] as NixToken
  const { kind, text } = token
  if (kind === "search") return { cure: insteadOf(text), what: text }
  if (kind === "home")
    return { cure: "a flake sees no home; bring the file here", what: text }
  if (kind !== "word") return undefined
  const next = tokens[index + 1]
  if (text === "copySystemConfiguration" && next?.text === "=")
    return tokens[index + 2]?.text === "true"
      ? { cure: "remove it: a flake isn't one file", what: text }
      : undefined
  const isBuiltin =
    tokens[index - 1]?.text === "." && tokens[index - 2]?.text === "builtins"
  if (!isBuiltin && (!bare.has(text) || tokens[index - 1]?.text === "."))
    return undefined
  if (next?.kind === "sign" && next.text === "=") return undefined
  const cure = impure[text]
  if (cure !== undefined) return { cure, what: `builtins.${text}` }
  const hashes = fetchers[text]
  if (hashes === undefined || isLocked(tokens, index + 1, hashes))
    return undefined
  return {
    cure: hashes.includes("sha256")
      ? "add its sha256, or make it an input in hosts/fleet.yaml"
      : "add its rev, or make it an input in hosts/fleet.yaml",
    what: `${text} without a hash`,
  }
}

/** Whether the argument that begins there names a hash or a revision. */
function isLocked(
  tokens: readonly NixToken[],
  start: number,
  hashes: readonly string[],
): boolean {
  const first = tokens[start]
  if (first?.kind === "text") return /[0-9a-f]{40}|narHash=/.test(first.text)
  if (first?.kind !== "sign" || !"({".includes(first.text)) return false
  let depth = 0
  for (let at = start; at < tokens.length; at++) {
    const { kind, text } = tokens[at] as NixToken
    if (kind === "sign" && "([{".includes(text)) depth++
    if (kind === "sign" && ")]}".includes(text)) depth--
    if (depth === 0) return false
    const isKey = kind === "word" && tokens[at + 1]?.text === "="
    if (isKey && hashes.includes(text)) return true
  }
  return false
}

/** What replaces a path of the search path, such as `<nixpkgs>`. */
function insteadOf(search: string): string {
  const [name = "", ...rest] = search.slice(1, -1).split("/")
  const below = rest.join("/")
  if (name === "nixpkgs" && below.startsWith("nixos/modules/")) {
    const path = below.slice("nixos/modules".length)
    return `take the argument modulesPath and write (modulesPath + "${path}")`
  }
  if (name === "nixpkgs" || name === "nixos")
    return below === ""
      ? "use the argument pkgs"
      : `take the argument pkgs and write (pkgs.path + "/${below}")`
  const module =
    below === "nixos" ? name : below.replaceAll("/", "-") || "default"
  return (
    `remove it, add the input ${name} to hosts/fleet.yaml and ` +
    `${name}#nixosModules.${module} to modules`
  )
}
