export type NixConfig = {
  readonly caches?: readonly { readonly url: string; readonly key: string }[]
  /** Lines of nix.conf's `machines` form. */
  readonly builders?: readonly string[]
  /** Seconds for which a cache's "no" counts; after a push, 0. */
  readonly negativeTtl?: number
  readonly maxJobs?: number
}

/**
 * The text of NIX_CONFIG: caches and builders are added to what the machine
 * has, and no nix asks a question. Errors: `TypeError` for a value with a line
 * end, which would be a setting of its own.
 */
export function nixConfig(config: NixConfig): string {
  const caches = config.caches ?? []
  const builders = config.builders ?? []
  const lines: [string, string | undefined][] = [
    ["accept-flake-config", "false"],
    ["builders", builders.join(" ; ") || undefined],
    ["builders-use-substitutes", builders.length > 0 ? "true" : undefined],
    ["connect-timeout", "10"],
    ["extra-experimental-features", "nix-command flakes"],
    ["extra-substituters", words(caches.map(({ url }) => url))],
    ["extra-trusted-public-keys", words(caches.map(({ key }) => key))],
    ["max-jobs", config.maxJobs?.toString()],
    ["narinfo-cache-negative-ttl", config.negativeTtl?.toString()],
    ["warn-dirty", "false"],
  ]
  return lines.flatMap(([name, value]) => lineOf(name, value)).join("")
}

/**
 * The same settings, but what a cache is remembered not to have is asked
 * again: right after a push, what Nix remembers for an hour is wrong.
 */
export function askingAgain(config: string): string {
  return `${config}narinfo-cache-negative-ttl = 0\n`
}

function words(values: readonly string[]): string | undefined {
  return values.length > 0 ? values.join(" ") : undefined
}

function lineOf(name: string, value: string | undefined): string[] {
  if (value === undefined) return []
  if (/[\n\r\0]/.test(value)) throw new TypeError(`${name} has a line end`)
  return [`${name} = ${value}\n`]
}
