/** How a flag takes its value. */
export type Kind =
  | "count"
  | "last"
  | "list"
  | "optional"
  | "pairs"
  | "repeated"
  | "set"

export type Flag = {
  /** All spellings; the first long one is its name. */
  readonly names: readonly string[]
  readonly kind: Kind
  /** Passed on to nix, in the order of this table. */
  readonly passed: boolean
}

function flag(names: string, kind: Kind, passed: boolean): Flag {
  return { kind, names: names.split(" "), passed }
}

/** Flags of the Python program, 2026, in its own order. */
export const flags: readonly Flag[] = [
  flag("--verbose -v", "count", true),
  flag("--quiet", "repeated", true),
  flag("--max-jobs -j", "last", true),
  flag("--cores", "last", true),
  flag("--log-format", "last", true),
  flag("--keep-going -k", "set", true),
  flag("--keep-failed -K", "set", true),
  flag("--fallback", "set", true),
  flag("--repair", "set", true),
  flag("--option", "pairs", true),
  flag("--builders", "last", true),
  flag("--include -I", "list", true),
  flag("--print-build-logs -L", "set", true),
  flag("--show-trace", "set", true),
  flag("--offline", "set", true),
  flag("--no-net", "set", true),
  flag("--accept-flake-config", "set", true),
  flag("--refresh", "set", true),
  flag("--impure", "set", true),
  flag("--recreate-lock-file", "set", true),
  flag("--no-update-lock-file", "set", true),
  flag("--no-write-lock-file", "set", true),
  flag("--no-registries", "set", true),
  flag("--commit-lock-file", "set", true),
  flag("--update-input", "list", true),
  flag("--override-input", "pairs", true),
  flag("--no-build-output --no-link -Q", "set", false),
  flag("--use-substitutes --substitute-on-destination -s", "set", false),
  flag("--help -h", "set", false),
  flag("--debug", "set", false),
  flag("--file -f", "last", false),
  flag("--attr -A", "last", false),
  flag("--flake -F", "optional", false),
  flag("--no-flake", "set", false),
  flag("--install-bootloader", "set", false),
  flag("--install-grub", "set", false),
  flag("--profile-name -p", "last", false),
  flag("--specialisation -c", "last", false),
  flag("--rollback", "set", false),
  flag("--store-path", "last", false),
  flag("--upgrade", "set", false),
  flag("--upgrade-all", "set", false),
  flag("--json", "set", false),
  flag("--ask-sudo-password -S", "set", false),
  flag("--sudo", "set", false),
  flag("--run0", "set", false),
  flag("--use-remote-sudo", "set", false),
  flag("--no-ssh-tty", "set", false),
  flag("--no-reexec", "set", false),
  flag("--fast", "set", false),
  flag("--build-host", "last", false),
  flag("--target-host", "last", false),
  flag("--no-build-nix", "set", false),
  flag("--image-variant", "last", false),
  flag("--diff", "set", false),
]

export const actions = [
  "switch",
  "boot",
  "test",
  "build",
  "edit",
  "repl",
  "dry-build",
  "dry-run",
  "dry-activate",
  "build-image",
  "build-vm",
  "build-vm-with-bootloader",
  "list-generations",
] as const

export type Action = (typeof actions)[number]
