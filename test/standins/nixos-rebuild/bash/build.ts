import { readlinkSync } from "node:fs"
import { Ended, runChild } from "../child.ts"
import { installable, ownFlake } from "../flake.ts"
import type { Here } from "./here.ts"
import type { BashArguments } from "./parse.ts"

function reference(read: BashArguments): string {
  const flake = read.own.has("--no-flake") ? undefined : read.flake
  const found = flake ?? ownFlake()
  if (found === undefined) {
    throw new Ended(1, "error: builds without a flake are not played here\n")
  }
  return found
}

const nixBuild = [
  "nix",
  "--extra-experimental-features",
  "nix-command flakes",
  "build",
]

/** Builds the configuration; returns its path, empty for a dry build. */
export async function build(
  read: BashArguments,
  action: string,
  here: Here,
  temporary: string,
): Promise<string> {
  here.say("building the system configuration...\n")
  if (read.verbose) here.say("Building in flake mode.\n")
  await here.build(buildCommand(read, action, temporary))
  if (isDry(action)) return ""
  return readlinkSync(action === "build" ? "./result" : `${temporary}/result`)
}

function isDry(action: string): boolean {
  return action === "dry-build" || action === "dry-run"
}

/** The command line of nix. Source: fixtures/nixos-rebuild, bash. */
export function buildCommand(
  read: BashArguments,
  action: string,
  temporary: string,
): string[] {
  const what = splitReference(reference(read), "toplevel")
  const link = action === "build" ? [] : ["--out-link", `${temporary}/result`]
  const own = isDry(action) ? ["--dry-run"] : link
  return [...nixBuild, what, ...read.build, ...read.lock, ...own]
}

/** The script's pattern: the last `#`, and a name without quotes. */
function splitReference(
  flake: string,
  attribute: "nixos-rebuild" | "toplevel",
) {
  const quoted = /#[^#]*["\s]/.test(flake)
  return installable(quoted ? `${flake}#` : flake, attribute, "last")
}

/** Builds the configuration's own nixos-rebuild and goes on as that one. */
export async function reexec(
  read: BashArguments,
  action: string,
  here: Here,
  temporary: string,
  argv: readonly string[],
): Promise<number | undefined> {
  const off = read.own.has("--fast") || process.env["_NIXOS_REBUILD_REEXEC"]
  const wanted = ["boot", "switch", "test"].includes(action)
  if (!wanted || off || read.own.has("--rollback")) return undefined
  const link = `${temporary}/nixos-rebuild`
  const what = splitReference(reference(read), "nixos-rebuild")
  const flags = ["--out-link", link, what, ...read.build, ...read.lock]
  await here.build([...nixBuild, ...flags])
  const { exit } = await runChild(
    [`${readlinkSync(link)}/bin/nixos-rebuild`, ...argv],
    {
      environment: {
        ...(process.env as Record<string, string>),
        _NIXOS_REBUILD_REEXEC: "1",
      },
      stdout: "inherit",
    },
  )
  return exit
}
