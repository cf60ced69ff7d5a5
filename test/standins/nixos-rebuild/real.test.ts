import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { shellJoin } from "./ng/python.ts"
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
  ["build", ...flake, "--quiet", "--quiet", "-vv", "--verbose"],
  ["build", ...flake, "-kK", "-vk", "-j3", "-kj4", "--cores=2"],
  ["build", ...flake, "--keep-going=yes"],
  ["build", ...flake, "-kX"],
  ["build", ...flake, "--option", "cores", "--show-trace"],
  ["build", ...flake, "--option", "cores", "-1", "--max-jobs", "-1"],
  ["build", ...flake, "--builders", "", "-I", "a=b", "-I", "c"],
  ["build", ...flake, "--builders", "--show-trace"],
  ["build", ...flake, "--no-link", "--substitute-on-destination"],
  ["build", "-F", "/srv/a", "--flake", "/srv/b#lithium"],
  ["build", "--flake", "/srv/a#b#c"],
  ["--flake", "/srv/flake#lithium", "dry-run", "--update-input", "x"],
  ["boot", ...flake, "--fast", "--install-grub", "--use-remote-sudo"],
  ["switch", ...flake, "--no-reexec", "--sudo", "--run0"],
  ["switch", ...flake, "--no-reexec", "--specialisation", "absent"],
  ["boot", ...flake, "--no-reexec", "--specialisation", "low-power"],
  ["boot", "--rollback", "--no-reexec", "--sudo"],
  ["dry-activate", "--rollback", ...flake],
  ["dry-build", "--store-path", "/nix/store/x"],
  ["switch", "--no-reexec", "--store-path", "/nix/store/x", "--rollback"],
  ["switch", "--no-reexec", "--store-path", "/nix/store/x", ...flake],
  ["build", ...flake, "--attr", "x"],
  ["build", "--", "--frobnicate"],
  ["switch", ...own],
  ["test", ...own, "--sudo"],
  ["--help", "--frobnicate"],
  ["build", ...flake, "-h", "--attr", "x"],
  ["--store-path", "/nix/store/x"],
]

/** The first Python that knows `type` statements; a path, PATH is the fakes. */
function newPython(): string | undefined {
  const told = "import sys; sys.version_info < (3, 12) or print(sys.executable)"
  const names = ["python3", "python3.14", "python3.13", "python3.12"]
  for (const name of names) {
    const { stdout } = spawnSync(name, ["-c", told], { encoding: "utf8" })
    if (stdout?.trim()) return stdout.trim()
  }
  return undefined
}

function real(): readonly [string, ...string[]] {
  const source = "pkgs/by-name/ni/nixos-rebuild-ng/src"
  const start = [
    "import pathlib, sys",
    "sys.dont_write_bytecode = True",
    // A profile's folder is made on this very machine, which may not be NixOS.
    "pathlib.Path.mkdir = lambda *_, **__: None",
    `sys.path.insert(0, ${JSON.stringify(join(nixpkgs ?? "", source))})`,
    "sys.argv[0] = 'nixos-rebuild'",
    "import nixos_rebuild as n",
    // What the package fills in: that there is a manual, and its own name.
    "n.WITH_SHELL_FILES = True",
    "n.EXECUTABLE = n.services.EXECUTABLE = 'nixos-rebuild'",
    "n.main()",
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
    const named = new Map(lines.map((args) => [shellJoin(args), args]))
    test.concurrent.for([...named.keys()])("%s", async (line, { expect }) => {
      const args = named.get(line) ?? []
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
