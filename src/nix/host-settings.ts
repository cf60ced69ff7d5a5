/** What a host's own Nix is set to, without flags of ours. */
export type NixSettings = {
  /** Whether caches are asked for what a derivation wants built here. */
  readonly always: boolean
  /** Who may use the daemon: users, `@group`, or `*` for all. */
  readonly allowed: readonly string[]
  /** Whether it compiles anything itself: max-jobs isn't 0. */
  readonly builds: boolean
  /** Whether it collects garbage itself once the disk is full (min-free). */
  readonly collects: boolean
  readonly features: readonly string[]
  readonly keys: readonly string[]
  /** Whether the host has remote builders of its own. */
  readonly ownBuilders: boolean
  /** Whether a path without a trusted signature is refused. */
  readonly signed: boolean
  /** Platforms that it builds for by itself; empty: it doesn't say. */
  readonly systems: readonly string[]
  /** In the order in which they are named; none where Nix may ask none. */
  readonly substituters: readonly string[]
  /** Caches that anybody may name, trusted or not. */
  readonly trustedSubstituters: readonly string[]
}

/**
 * Parses the lines `name = value …` of `nix config show`. Undefined when there
 * is none of them.
 */
export function parseNixSettings(text: string): NixSettings | undefined {
  const rows = text.split("\n").flatMap((line) => {
    const found = /^([a-z-]+) =(.*)$/.exec(line)
    const [, name = "", value = ""] = found ?? []
    const words = value.split(/\s+/).filter((word) => word !== "")
    return found === null ? [] : [[name, words] as const]
  })
  if (rows.length === 0) return undefined
  const settings = new Map(rows)
  const of = (name: string): readonly string[] => settings.get(name) ?? []
  const [builders = ""] = of("builders")
  return {
    allowed: settings.has("allowed-users") ? of("allowed-users") : ["*"],
    always: of("always-allow-substitutes")[0] === "true",
    builds: of("max-jobs")[0] !== "0",
    collects: (of("min-free")[0] ?? "0") !== "0",
    features: of("experimental-features"),
    keys: of("trusted-public-keys"),
    // `@/etc/nix/machines` is there by default, the file often isn't.
    ownBuilders:
      settings.has("machines") ||
      (builders !== "" && !builders.startsWith("@")),
    signed: of("require-sigs")[0] !== "false",
    substituters:
      of("substitute")[0] === "false" ? [] : [...new Set(of("substituters"))],
    systems: [...of("system"), ...of("extra-platforms")],
    trustedSubstituters: of("trusted-substituters"),
  }
}

/** Whether root may use the daemon. A group may have him, which nobody says. */
export function allowsRoot({ allowed }: Pick<NixSettings, "allowed">): boolean {
  return allowed.some((word) => ["*", "root", "@root", "@wheel"].includes(word))
}
