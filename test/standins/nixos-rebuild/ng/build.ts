import { existsSync, realpathSync } from "node:fs"
import { Ended, runChild } from "../child.ts"
import { installable } from "../flake.ts"
import { previousGeneration, profilePath } from "../systemd-run.ts"
import type { Must } from "./must.ts"
import { passedOn } from "./parse.ts"
import { sudo, type NgSettings } from "./settings.ts"

const nixBuild = [
  "nix",
  "--extra-experimental-features",
  "nix-command flakes",
  "build",
  "--print-out-paths",
]

/** Builds the configuration, or finds it; returns its path. */
export async function configuration(
  settings: NgSettings,
  must: Must,
): Promise<string> {
  const { has, last } = settings
  if (has("rollback")) return rollBack(settings, must)
  const given = last("store-path")
  if (given !== undefined) return given
  return must(buildCommand(settings), { stdout: "keep" })
}

/** The command line of nix. Source: fixtures/nixos-rebuild, ng-2026. */
export function buildCommand(settings: NgSettings): string[] {
  const { action } = settings.arguments
  const link = action === "build" && !settings.has("no-build-output")
  const dry = action === "dry-build" || action === "dry-run"
  const own = dry ? ["--dry-run"] : link ? [] : ["--no-link"]
  const what = wanted(settings, "toplevel")
  return [...nixBuild, what, ...own, ...passedOn(settings.arguments)]
}

function wanted(
  { flake }: NgSettings,
  attribute: "nixos-rebuild" | "toplevel",
): string {
  if (flake === undefined) {
    throw new Ended(1, "error: builds without a flake are not played here\n")
  }
  return installable(flake, attribute, "first")
}

async function rollBack(settings: NgSettings, must: Must) {
  const { last } = settings
  const { action } = settings.arguments
  const profile = profilePath(last("profile-name") ?? "system")
  if (action === "switch" || action === "boot") {
    const back = ["nix-env", "--rollback", "-p", profile]
    await must([...sudo(settings), ...back], { stdout: "stderr" })
    return profile
  }
  if (action !== "test" && action !== "build") {
    const where = "where it is not associated with a value"
    const what = "cannot access local variable 'path_to_config'"
    throw new Ended(1, `${what} ${where}\n`)
  }
  const list = ["nix-env", "-p", profile, "--list-generations"]
  const listed = await must([...sudo(settings), ...list], { stdout: "keep" })
  const previous = previousGeneration(listed)
  if (previous === undefined) {
    throw new Ended(1, "error: no previous generation found\n")
  }
  return `${profile}-${previous}-link`
}

/**
 * Builds the configuration's own nixos-rebuild and goes on as that one, unless
 * it is this one. Returns its exit code, or undefined to go on here.
 */
export async function reexec(
  settings: NgSettings,
  must: Must,
  argv: readonly string[],
): Promise<number | undefined> {
  const { has, flake } = settings
  const { action } = settings.arguments
  const lasting = ["boot", "switch", "test"].includes(action ?? "")
  const off = has("no-reexec") || has("fast") || flake === undefined
  if (!lasting || off || process.env["_NIXOS_REBUILD_REEXEC"]) return undefined
  const what = wanted(settings, "nixos-rebuild")
  const flags = [what, ...passedOn(settings.arguments), "--no-link"]
  const path = await must([...nixBuild, ...flags], { stdout: "keep" })
  const next = `${path}/bin/nixos-rebuild`
  const self = process.env["SDLAB_NIXOS_REBUILD_SELF"] ?? ""
  if (isSame(next, self)) return undefined
  const { exit } = await runChild([next, ...argv], {
    environment: {
      ...(process.env as Record<string, string>),
      _NIXOS_REBUILD_REEXEC: "1",
    },
    stdout: "inherit",
  })
  return exit
}

function isSame(one: string, other: string): boolean {
  if (one === other) return true
  if (!existsSync(one) || !existsSync(other)) return false
  return realpathSync(one) === realpathSync(other)
}
