import { packageName } from "./package-name.ts"

/** A requirement that has no solution by itself. */
export type Failing = {
  readonly node: string
  /** As the node writes it. */
  readonly line: string
  /** What the resolver said of it. */
  readonly said: string
}

/** Why nothing was locked: the kind, and a line a reason. */
export type Unresolved = {
  readonly kind: "conflict" | "no-wheel" | "unreachable"
  readonly because: readonly string[]
}

/**
 * Sorts out what the resolver said. Where each requirement has a solution by
 * itself, `failing` is empty and they exclude each other. In: all that it said,
 * and what the host's Python has, normalised names.
 */
export function unresolved(
  said: string,
  failing: readonly Failing[],
  packages: Readonly<Record<string, string>>,
): Unresolved {
  const all = [said, ...failing.map((one) => one.said)].join("\n")
  if (/Failed to fetch|error sending request|HTTP status/.test(all))
    return { because: failing.map(sayAlone), kind: "unreachable" }
  const because = failing.map((one) => sayFailing(one, packages))
  const sources = failing.filter((one) => noWheel(one.said))
  const kind =
    failing.length > 0 && sources.length === failing.length
      ? "no-wheel"
      : "conflict"
  return { because, kind }
}

function sayAlone({ line, node }: Failing): string {
  return `${node} wants ${line}`
}

function sayFailing(
  failing: Failing,
  packages: Readonly<Record<string, string>>,
): string {
  const wants = sayAlone(failing)
  const { said } = failing
  const lacking = noWheel(said)
  if (lacking !== undefined)
    return `${wants}; ${lacking} has no wheel for this Python and platform`
  const mentioned = hostPackages(said, packages)
  if (mentioned.length === 0) return `${wants}; ${firstReason(said)}`
  const has = mentioned.map((name) => `${name} ${packages[name]}`)
  return `${wants}; the host has ${has.join(", ")}`
}

/**
 * The package without a wheel in `name{marker}==1.0 has no usable wheels`, the
 * words of uv 0.13.
 */
function noWheel(said: string): string | undefined {
  const hint = /Wheels are (?:required|available) for `([^`]+)`/.exec(said)
  const none = /(\S+?(?:\{[^}]*\}\S*)?) has no (?:usable )?wheels/.exec(said)
  return hint?.[1] ?? /^[\w.-]+/.exec(none?.[1] ?? "")?.[0]
}

/** Which of the host's packages the resolver's words name. */
function hostPackages(
  said: string,
  packages: Readonly<Record<string, string>>,
): string[] {
  const words = said.match(/[A-Za-z0-9][\w.-]*/g) ?? []
  const names = new Set(words.map((word) => packageName(word)))
  return Object.keys(packages)
    .filter((name) => names.has(name))
    .toSorted()
}

function firstReason(said: string): string {
  const flat = said.replace(/\s+/g, " ")
  const reason = /(?:cause: |╰─▶ )?Because (.*?), we can conclude/.exec(flat)
  return reason?.[1] ?? (flat.replace(/^.*?error: /, "").slice(0, 200) || "no")
}
