import { readFileSync } from "node:fs"

/** One case of test/fixtures/nixos-rebuild/*.json. */
export type RecordedRun = {
  readonly name: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly given?: {
    readonly setup?: readonly string[]
    readonly fakes?: Readonly<Record<string, unknown>>
    readonly signal?: {
      readonly signal: NodeJS.Signals
      readonly to: "group" | "process"
    }
  }
  readonly tty?: boolean
  readonly exit?: number
  readonly killedBy?: string
  readonly stdout: string
  readonly stderr: string
  readonly executed: readonly {
    readonly argv: readonly string[]
    readonly reexec?: boolean
  }[]
  readonly cwdAfter?: Readonly<Record<string, string>>
}

export type Dialect = "bash" | "ng"

const files = { bash: "bash.json", ng: "ng-2026.json" }

/** The recordings of one dialect, with the usage block put back. */
export function recordedRuns(dialect: Dialect): RecordedRun[] {
  const folder = new URL("../../../fixtures/nixos-rebuild/", import.meta.url)
  const text = readFileSync(new URL(files[dialect], folder), "utf8")
  return JSON.parse(text) as RecordedRun[]
}

/** What this stand-in doesn't play, or the recording's machine decided. */
const elsewhere =
  /host|--upgrade|--diff|classic|SIG|terminal|list-generations|build-vm|repl|edit|TMPDIR|cwd|--file|no profile|none given|missing directory|--no-flake|nix exits 1, -v|full PATH|re-exec not turned off|nix not on|DIRTY_ENV|ask-sudo/

export function isPlayed(one: RecordedRun): boolean {
  const line = [one.name, ...one.args].join(" ")
  return !elsewhere.test(line) && !JSON.stringify(one).includes("hydrogen")
}
