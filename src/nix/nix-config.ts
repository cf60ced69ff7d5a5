export type NixConfig = {
  readonly caches?: readonly { readonly url: string; readonly key: string }[]
}

/**
 * The text of NIX_CONFIG: caches are added to what the machine has, and no nix
 * asks a question. Errors: `TypeError` for a value with a line
 * end, which would be a setting of its own.
 */
export function nixConfig(config: NixConfig): string {
  const caches = config.caches ?? []
  const lines: [string, string | undefined][] = [
    ["accept-flake-config", "false"],
    ["connect-timeout", "10"],
    ["extra-experimental-features", "nix-command flakes"],
    ["extra-substituters", words(caches.map(({ url }) => url))],
    ["extra-trusted-public-keys", words(caches.map(({ key }) => key))],
    ["warn-dirty", "false"],
  ]
  return textOf(lines)
}

/**
 * The lines that go behind NIX_CONFIG for builders: these and no others. With
 * `maxJobs` 0 nothing is built where Nix runs, not even what prefers it. In:
 * lines of nix.conf's `machines` form. Source: willBuildLocally of Nix's
 * derivation-options.cc; measured with 2.26.3.
 */
export function builderConfig({
  builders,
  maxJobs,
}: {
  readonly builders: readonly string[]
  readonly maxJobs?: number | undefined
}): string {
  return textOf([
    ["builders", builders.join(" ; ")],
    ["builders-use-substitutes", builders.length > 0 ? "true" : undefined],
    ["max-jobs", maxJobs?.toString()],
  ])
}

function textOf(lines: readonly (readonly [string, string | undefined])[]) {
  return lines.flatMap(([name, value]) => lineOf(name, value)).join("")
}

/**
 * The lines that go behind NIX_CONFIG once caches were asked: only these are,
 * and what one is remembered not to have, for an hour, is asked again. A
 * download without a byte for so many seconds is given up; Nix waits for 300,
 * five times.
 */
export function foundCaches(urls: readonly string[], seconds: number): string {
  return textOf([
    ["download-attempts", "3"],
    ["narinfo-cache-negative-ttl", "0"],
    ["stalled-download-timeout", String(Math.ceil(seconds))],
    ["substituters", urls.join(" ")],
  ])
}

function words(values: readonly string[]): string | undefined {
  return values.length > 0 ? values.join(" ") : undefined
}

function lineOf(name: string, value: string | undefined): string[] {
  if (value === undefined) return []
  if (/[\n\r\0]/.test(value)) throw new TypeError(`${name} has a line end`)
  return [`${name} = ${value}\n`]
}
