import {
  existsSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeSync,
} from "node:fs"
import { join } from "node:path"
import { Ended, runChild } from "../child.ts"
import { previousGeneration, profilePath } from "../systemd-run.ts"
import { build, reexec } from "./build.ts"
import { runHere, type Here } from "./here.ts"
import { parseBash, type BashArguments } from "./parse.ts"
import { activate } from "./switch.ts"

const played = [
  "boot",
  "build",
  "dry-activate",
  "dry-build",
  "dry-run",
  "switch",
  "test",
]
const lasting = ["boot", "switch"]

/** The old bash script, for one command line. Returns its exit code. */
export async function runBash(argv: readonly string[]): Promise<number> {
  const self = process.env["SDLAB_NIXOS_REBUILD_SELF"] ?? "nixos-rebuild"
  const read = parseBash(argv, self)
  const action = read.actions[0]
  if (action === undefined || read.actions.length > 1 || cannotGoBack(read)) {
    const { exit } = await runChild(["man", "nixos-rebuild"], {
      stdout: "inherit",
    })
    return exit
  }
  if (read.own.has("--install-grub")) {
    const instead = "deprecated, use --install-bootloader instead"
    writeSync(2, `${self}: --install-grub ${instead}\n`)
  }
  refuseUnplayed(read, action)
  const folder = process.env["TMPDIR"] ?? "/tmp"
  if (!existsSync(folder)) throw new Ended(1)
  const temporary = mkdtempSync(join(folder, "nixos-rebuild."))
  try {
    return await perform(read, action, runHere(read.verbose), temporary, argv)
  } finally {
    rmSync(temporary, { force: true, recursive: true })
  }
}

function cannotGoBack({ actions, own }: BashArguments): boolean {
  const back = ["boot", "build", "switch", "test"]
  return own.has("--rollback") && !back.includes(actions[0] ?? "")
}

function refuseUnplayed(
  { own, flake, specialisation }: BashArguments,
  action: string,
) {
  if (flake !== undefined && (own.has("--file") || own.has("--attr"))) {
    const both = "'--flake' cannot be used with '--file' or '--attr'"
    throw new Ended(1, `error: ${both}\n`)
  }
  const unplayed = ["--build-host", "--target-host"].find((one) => own.has(one))
  if (unplayed !== undefined || !played.includes(action)) {
    throw new Ended(1, `error: ${unplayed ?? action} is not played here\n`)
  }
  if (specialisation !== undefined && !["switch", "test"].includes(action)) {
    const only = "can only be used with ‘switch’ and ‘test’"
    throw new Ended(1, `error: ‘--specialisation’ ${only}\n`)
  }
}

async function perform(
  read: BashArguments,
  action: string,
  here: Here,
  temporary: string,
  argv: readonly string[],
): Promise<number> {
  const elsewhere = await reexec(read, action, here, temporary, argv)
  if (elsewhere !== undefined) return elsewhere
  const path = read.own.has("--rollback")
    ? await rollBack(read, action, here)
    : await build(read, action, here, temporary)
  const setsProfile = lasting.includes(action) && !read.own.has("--rollback")
  if (setsProfile) {
    const set = ["nix-env", "-p", profilePath(read.profile), "--set", path]
    await here.must([...here.sudo(read), ...set])
  }
  if (["build", "dry-build", "dry-run"].includes(action)) return 0
  return activate(read, action, path, here)
}

async function rollBack(read: BashArguments, action: string, here: Here) {
  const profile = profilePath(read.profile)
  if (read.flake === undefined && action !== "build") {
    const find = ["nix-instantiate", "--find-file", "nixpkgs"]
    await runChild(find, { stdout: "keep" })
  }
  if (lasting.includes(action)) {
    await here.must([
      ...here.sudo(read),
      "nix-env",
      "--rollback",
      "-p",
      profile,
    ])
    return profile
  }
  const listed = await runChild(
    ["nix-env", "-p", profile, "--list-generations"],
    {
      stdout: "keep",
    },
  )
  const previous = previousGeneration(listed.stdout)
  if (previous === undefined) throw new Ended(1)
  rmSync("result", { force: true })
  symlinkSync(`${profile}-${previous}-link`, "result")
  return `${profile}-${previous}-link`
}
