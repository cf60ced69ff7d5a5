/** What `ssh -G` answers, as far as a client of ours needs it. */
export type SshSettings = {
  readonly hostname: string
  readonly port: number
  readonly user: string
  readonly certificates: readonly string[]
  readonly hostKeyAlias: string | undefined
  readonly identitiesOnly: boolean
  /** Undefined: no agent. */
  readonly identityAgent: string | undefined
  readonly identityFiles: readonly string[]
  readonly knownHosts: readonly string[]
  readonly pkcs11: boolean
  readonly proxyCommand: boolean
  readonly proxyJump: boolean
  /** Whether this OpenSSH has SessionType and its like: 8.7 or newer. */
  readonly sessionOptions: boolean
}

type Surroundings = { readonly home: string; readonly agent?: string }

/** The lines of `ssh -G`: keywords, each with its values in their order. */
export function parseSshWords(
  text: string,
): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>()
  for (const line of text.split("\n")) {
    const space = line.indexOf(" ")
    if (space < 1) continue
    const key = line.slice(0, space)
    all.set(key, [...(all.get(key) ?? []), line.slice(space + 1).trim()])
  }
  return all
}

/** Parses the lines of `ssh -G`. Errors: `TypeError` without a host name. */
export function parseSshSettings(
  text: string,
  { home, agent }: Surroundings,
): SshSettings {
  const all = parseSshWords(text)
  const one = (key: string) => all.get(key)?.[0]
  const set = (key: string) => !["", "none", undefined].includes(one(key))
  const hostname = one("hostname")
  if (hostname === undefined) throw new TypeError("no hostname")
  const user = one("user") ?? ""
  const port = Number(one("port") ?? 22)
  const path = (text: string) => expand(text, { home, hostname, port, user })
  const files = (key: string) =>
    (all.get(key) ?? []).filter((file) => file !== "none").map(path)
  const spaced = (key: string) =>
    (one(key) ?? "").split(/\s+/).filter((f) => f !== "" && f !== "none")
  return {
    hostname,
    port,
    user,
    certificates: files("certificatefile"),
    hostKeyAlias: one("hostkeyalias"),
    identitiesOnly: one("identitiesonly") === "yes",
    identityAgent: agentOf(one("identityagent"), agent, path),
    identityFiles: files("identityfile"),
    knownHosts: [
      ...spaced("userknownhostsfile"),
      ...spaced("globalknownhostsfile"),
    ].map(path),
    pkcs11: set("pkcs11provider"),
    proxyCommand: set("proxycommand"),
    proxyJump: set("proxyjump"),
    sessionOptions: all.has("sessiontype"),
  }
}

function agentOf(
  asked: string | undefined,
  own: string | undefined,
  path: (text: string) => string,
): string | undefined {
  if (asked === undefined || asked === "SSH_AUTH_SOCK") return own
  if (asked === "none") return undefined
  return path(asked)
}

/** The tokens of ssh_config(5) that file names carry, and a leading `~`. */
function expand(
  text: string,
  at: { home: string; hostname: string; port: number; user: string },
): string {
  const plain = text.replace(/^~(?=\/|$)/, at.home)
  const tokens: Record<string, string> = {
    "%": "%",
    d: at.home,
    h: at.hostname,
    p: String(at.port),
    r: at.user,
  }
  return plain.replaceAll(
    /%([%dhpr])/g,
    (whole, token: string) => tokens[token] ?? whole,
  )
}
