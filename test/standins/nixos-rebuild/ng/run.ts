import { writeSync } from "node:fs"
import { Ended, runChild } from "../child.ts"
import { configuration, reexec } from "./build.ts"
import { mustRun } from "./must.ts"
import { readNgSettings, type NgSettings } from "./settings.ts"
import { activate, setProfile } from "./switch.ts"

const played = [
  "boot",
  "build",
  "dry-activate",
  "dry-build",
  "dry-run",
  "switch",
  "test",
]

/** The Python program, for one command line. Returns its exit code. */
export async function runNg(argv: readonly string[]): Promise<number> {
  const settings = readNgSettings(argv)
  const { action } = settings.arguments
  const say = (text: string): number => writeSync(2, text)
  const must = mustRun(settings.has("verbose") || settings.has("debug"), say)
  if (action === undefined || settings.has("help")) {
    await must(["man", "8", "nixos-rebuild"], { stdout: "inherit" })
    return 0
  }
  for (const warning of settings.warnings) say(warning)
  refuseUnplayed(settings, action)
  const elsewhere = await reexec(settings, must, argv)
  if (elsewhere !== undefined) return elsewhere
  await findNixpkgs(settings)
  say("building the system configuration...\n")
  const path = await configuration(settings, must)
  if (action === "dry-build" || action === "dry-run") return 0
  const lasting = action === "switch" || action === "boot"
  if (lasting && !settings.has("rollback")) {
    await setProfile(settings, must, path)
  }
  if (action !== "build") await activate(settings, must, path)
  say("Done. The new configuration is ")
  writeSync(1, `${path}\n`)
  return 0
}

/** A rollback without a flake looks for nixpkgs, and ignores what it finds. */
async function findNixpkgs({ arguments: { action }, has, flake }: NgSettings) {
  const lasting = ["boot", "switch", "test"].includes(action ?? "")
  if (!has("rollback") || !lasting || flake !== undefined) return
  const find = ["nix-instantiate", "--find-file", "nixpkgs"]
  await runChild(find, { stdout: "keep" })
}

function refuseUnplayed({ has }: NgSettings, action: string): void {
  for (const flag of ["build-host", "target-host", "upgrade", "diff"]) {
    if (has(flag)) throw new Ended(1, `error: --${flag} is not played here\n`)
  }
  if (!played.includes(action)) {
    throw new Ended(1, `error: '${action}' is not played here\n`)
  }
}
