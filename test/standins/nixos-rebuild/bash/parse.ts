import { Ended } from "../child.ts"

export type BashArguments = {
  readonly actions: readonly string[]
  readonly flake: string | undefined
  readonly build: readonly string[]
  readonly lock: readonly string[]
  /** Flags that are for the script itself. */
  readonly own: ReadonlySet<string>
  readonly profile: string
  readonly specialisation: string | undefined
  readonly verbose: boolean
}

const actions = [
  "boot",
  "build",
  "build-image",
  "build-vm",
  "build-vm-with-bootloader",
  "dry-activate",
  "dry-build",
  "dry-run",
  "edit",
  "list-generations",
  "repl",
  "switch",
  "test",
]

const buildFlags =
  /^(--accept-flake-config|--fallback|--impure|--keep-failed|--keep-going|--no-build-output|--no-net|--offline|--print-build-logs|--quiet|--refresh|--repair|--show-trace|--verbose|-K|-L|-Q|-k|-v+|-j\d+)$/
const buildValues =
  /^(--builders|--cores|--include|--log-format|--max-jobs|-I|-j)$/
const lockFlags =
  /^(--commit-lock-file|--no-registries|--no-update-lock-file|--no-write-lock-file|--recreate-lock-file)$/
const ownFlags =
  /^(--fast|--install-bootloader|--install-grub|--json|--no-build-nix|--no-flake|--no-ssh-tty|--rollback|--upgrade|--upgrade-all|--use-remote-sudo|--use-substitutes|-s)$/
const ownValues =
  /^(--attr|--build-host|--file|--flake|--image-variant|--profile-name|--specialisation|--target-host|-A|-c|-f|-p)$/

/** Reads a command line as the script's loop does. */
export function parseBash(
  argv: readonly string[],
  program: string,
): BashArguments {
  const found: string[] = []
  const build: string[] = []
  const lock: string[] = []
  const own = new Map<string, string>()
  const rest = [...argv]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--help") found.push("", "")
    else if (actions.includes(word)) found.push(word)
    else if (buildFlags.test(word)) build.push(word)
    else if (buildValues.test(word)) build.push(word, take(rest))
    else if (word === "--option") build.push(word, take(rest), take(rest))
    else if (lockFlags.test(word)) lock.push(word)
    else if (word === "--update-input") lock.push(word, take(rest))
    else if (word === "--override-input") {
      lock.push(word, take(rest), take(rest))
    } else if (ownFlags.test(word)) own.set(word, "")
    else if (ownValues.test(word)) own.set(word, take(rest))
    else throw new Ended(1, `${program}: unknown option \`${word}'\n`)
  }
  return {
    actions: found,
    build,
    flake: own.get("--flake"),
    lock,
    own: new Set(own.keys()),
    profile: own.get("--profile-name") ?? own.get("-p") ?? "system",
    specialisation: own.get("--specialisation") ?? own.get("-c"),
    verbose: build.some((flag) => /^(-v+|--verbose)$/.test(flag)),
  }
}

/** A missing value ends the script without a word. */
function take(rest: string[]): string {
  const value = rest.shift()
  if (value === undefined) throw new Ended(1)
  return value
}
