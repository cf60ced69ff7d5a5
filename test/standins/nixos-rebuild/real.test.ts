import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { play, type PlayedRun } from "./replay/play.ts"

// The real nixos-rebuild, run from the source of a nixpkgs: SDOPS_NIXPKGS is
// its folder. Needs Python 3.12 or newer. Nothing is built: the programs that
// it calls are the fakes of the recordings.
const nixpkgs = process.env["SDOPS_NIXPKGS"]
const python = nixpkgs === undefined ? undefined : newPython()

const flake = ["--flake", "path:/srv/flake#lithium"]
const own = [...flake, "--no-update-lock-file", "--log-format", "internal-json"]

/** What sdops runs, what people run, and what none of both dialects takes. */
const lines: readonly (readonly string[])[] = [
  ...["boot", "build", "dry-activate", "dry-build", "switch", "test"].map(
    (action) => [action, ...own, "--no-reexec"],
  ),
  ["build", ...own, "--option", "cores", "2", "--option", "max-jobs", "1"],
  ["build", ...flake, "--builders", "ssh-ng://b x86_64-linux"],
  ["build", ...flake, "--max-jobs", "3", "--keep-going", "--show-trace"],
  ["build", ...flake, "-j", "3", "-k", "-L"],
  ["build", ...flake, "--offline", "--refresh", "--impure"],
  ["build", ...flake, "--override-input", "nixpkgs", "path:/x"],
  ["build", "--flake", "/srv/flake"],
  ["build", "--flake", 'path:/srv/a b#"x.y"'],
  ["switch", ...flake, "--no-reexec", "--specialisation", "low-power"],
  ["switch", ...flake, "--no-reexec", "--profile-name", "other"],
  ["switch", ...flake, "--no-reexec", "--install-bootloader"],
  ["switch", ...flake, "--no-reexec", "--sudo"],
  ["switch", "--rollback", "--no-reexec"],
  ["frobnicate"],
  ["build", "--frobnicate"],
  ["build", "--fla", "/srv/flake"],
  ["build", "switch"],
  ["build", ...flake, "--option", "cores"],
  ["build", ...flake, "--max-jobs"],
  ["--no-reexec", "--frobnicate"],
  ["edit", "--file", "x", ...flake],
]

/** The first Python that knows `type` statements. */
function newPython(): string | undefined {
  const wanted = "import sys; sys.exit(sys.version_info < (3, 12))"
  return ["python3", "python3.14", "python3.13", "python3.12"].find((name) => {
    try {
      execFileSync(name, ["-c", wanted], { stdio: "ignore" })
      return true
    } catch {
      return false
    }
  })
}

function real(): readonly [string, ...string[]] {
  const source = "pkgs/by-name/ni/nixos-rebuild-ng/src"
  const start = [
    "import sys",
    `sys.path.insert(0, ${JSON.stringify(join(nixpkgs ?? "", source))})`,
    "sys.argv[0] = 'nixos-rebuild'",
    "from nixos_rebuild import main",
    "main()",
  ]
  return [python ?? "python3", "-c", start.join("; ")]
}

/** Exit code and commands, by name: nixpkgs names some by store path. */
function essence({ executed, exit, result }: PlayedRun) {
  const commands = executed.map(([program = "", ...words]) => [
    program.endsWith("/switch-to-configuration")
      ? program
      : (program.split("/").at(-1) ?? ""),
    ...words,
  ])
  return { commands, exit, result }
}

describe.skipIf(python === undefined)(
  "SDOPS_NIXPKGS: the stand-in does as the real nixos-rebuild",
  () => {
    test.concurrent.for(lines)("%j", async (args, { expect }) => {
      const [ours, theirs] = await Promise.all([
        play("ng", { args }),
        play("ng", { args }, real()),
      ])
      expect(essence(ours)).toEqual(essence(theirs))
    })
  },
)

test.skipIf(nixpkgs === undefined)(
  "SDOPS_NIXPKGS: Python is new enough",
  () => {
    expect(python).toBeDefined()
  },
)
