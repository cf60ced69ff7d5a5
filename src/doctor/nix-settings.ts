/** The settings of a host's Nix that the doctor looks at. */
export type NixSettings = {
  readonly features: readonly string[]
  readonly keys: readonly string[]
  readonly substituters: readonly string[]
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
  return {
    features: of("experimental-features"),
    keys: of("trusted-public-keys"),
    substituters: of("substituters"),
  }
}
