import { ownFlake } from "../flake.ts"
import { Ended } from "../child.ts"
import { complain, parse, type Arguments } from "./parse.ts"

export type NgSettings = {
  readonly arguments: Arguments
  readonly has: (flag: string) => boolean
  readonly last: (flag: string) => string | undefined
  /** What --flake says; undefined only where none is needed. */
  readonly flake: string | undefined
  readonly warnings: readonly string[]
}

const deprecated = [
  ["install-grub", "use --install-bootloader instead"],
  ["use-remote-sudo", "use --sudo instead"],
  ["fast", "use --no-reexec instead"],
  ["no-build-nix", "we do not build nix anymore"],
] as const

/** Each of them means sudo. */
const sudoFlags = ["ask-sudo-password", "sudo", "use-remote-sudo"] as const

/** The prefix that elevates; words of NIX_SUDOOPTS go with it. */
export function sudo({ has }: Pick<NgSettings, "has">): string[] {
  if (!sudoFlags.some(has)) return []
  const options = process.env["NIX_SUDOOPTS"] ?? ""
  return ["sudo", ...options.split(/\s+/).filter(Boolean)]
}

/** Reads a command line and refuses what doesn't go together. */
export function readNgSettings(argv: readonly string[]): NgSettings {
  const read = parse(argv)
  const has = (flag: string): boolean => read.values.has(flag)
  const last = (flag: string) => read.values.get(flag)?.at(-1)?.[0]
  const warnings = deprecated
    .filter(([old]) => has(old))
    .map(
      ([old, instead]) =>
        `nixos-rebuild: warning: --${old} is deprecated, ${instead}
`,
    )
  try {
    if (read.action !== undefined && !has("help")) refuse(read, has)
  } catch (error) {
    if (!(error instanceof Ended)) throw error
    throw new Ended(error.exit, warnings.join("") + error.message)
  }
  const given = has("flake") ? (last("flake") ?? ".") : undefined
  if (/#.*["#]/.test(given ?? "")) {
    throw new Ended(1, `got no matches for ${given}\n`)
  }
  const flake = has("no-flake") ? undefined : (given ?? ownFlake())
  return { arguments: read, flake, has, last, warnings }
}

function refuse({ action }: Arguments, has: (flag: string) => boolean): void {
  const byFile = has("file") || has("attr")
  if (has("flake") && byFile) {
    complain("--flake cannot be used with --file or --attr")
  }
  if (has("run0") && sudoFlags.some(has)) {
    complain("--run0 and --sudo are mutually exclusive")
  }
  if (has("store-path")) {
    if (has("rollback")) {
      complain("--store-path and --rollback are mutually exclusive")
    }
    if (has("flake") || byFile) {
      complain("--store-path cannot be used with --flake, --file, or --attr")
    }
    const activated = ["boot", "dry-activate", "switch", "test"]
    if (!activated.includes(action ?? "")) {
      const named = action === "dry-run" ? "dry-build" : action
      complain(`--store-path cannot be used with '${named}'`)
    }
  }
}
