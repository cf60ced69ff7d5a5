import { describe, expect, test } from "vitest"
import { usage } from "./ng/usage.ts"
import { play } from "./replay/play.ts"
import {
  isPlayed,
  recordedRuns,
  type Dialect,
  type RecordedRun,
} from "./replay/recorded-run.ts"

const programs =
  /^(man|nix|nix-env|nix-instantiate|sudo|systemd-run|test|\/nix\/.*\/switch-to-configuration)$/

/**
 * Whole runs start programs, so only those that differ in kind are played;
 * SDOPS_ALL_RECORDINGS=1 plays all. Flags are in build-command.test.ts.
 */
const kinds = [
  /^(probe|two actions|unknown|flag without|--option with|no action$)/,
  /^build: (plain|what a driver|nix exits 100|nix killed|-Q|--fast)/,
  /^build: (-v$|--store-path$|--specialisation)/,
  /^(boot|dry-activate|dry-build|switch|test): plain/,
  /^switch: (switch-to-configuration exits [14]|nix-env|toplevel|no systemd)/,
  /^switch: (systemd-run|sudo|re-exec b|environment, --|--spec|--store-path$)/,
  /^(build|switch|test): --rollback$/,
]

function isWhole({ name }: RecordedRun): boolean {
  const all = process.env["SDOPS_ALL_RECORDINGS"] === "1"
  return all || kinds.some((kind) => kind.test(name))
}

describe.each(["ng", "bash"] as const)("the %s dialect", (dialect) => {
  const runs = recordedRuns(dialect).filter(isPlayed).filter(isWhole)

  test("enough recordings are replayed", () => {
    expect(runs.length).toBeGreaterThan(25)
  })

  test.concurrent.each(runs.map((one) => [one.name, one] as const))(
    "does as recorded: %s",
    async (_name, one) => {
      const played = await play(dialect, one)
      expect({
        executed: played.executed,
        exit: played.exit,
        result: played.result,
        stderr: played.stderr,
        stdout: played.stdout,
      }).toEqual(recorded(dialect, one))
    },
  )
})

function recorded(dialect: Dialect, one: RecordedRun) {
  return {
    // mktemp, rm and their like are nobody's business.
    executed: one.executed
      .filter(({ argv, reexec }) => !reexec && programs.test(argv[0] ?? ""))
      .map(({ argv }) => argv),
    exit: one.exit,
    result: one.cwdAfter?.["result"]?.replace(/^-> /, ""),
    stderr:
      dialect === "ng" ? one.stderr.replace("<usage>\n", usage) : one.stderr,
    stdout: one.stdout,
  }
}
