import { existsSync } from "node:fs"
import { Ended, runChild } from "../child.ts"
import { profilePath, systemdRun } from "../systemd-run.ts"
import type { Must } from "./must.ts"
import { sudo, type NgSettings } from "./settings.ts"

const consequences =
  "NIXOS_REBUILD_I_UNDERSTAND_THE_CONSEQUENCES_PLEASE_BREAK_MY_SYSTEM"

/** Makes a path the profile's newest generation, if it looks like a system. */
export async function setProfile(
  settings: NgSettings,
  must: Must,
  path: string,
): Promise<void> {
  if (!process.env[consequences]) {
    const guard = ["test", "-f", `${path}/nixos-version`]
    const { exit } = await runChild(guard, { stdout: "stderr" })
    if (exit !== 0) throw new Ended(1, missingFiles(path))
  }
  const profile = profilePath(settings.last("profile-name") ?? "system")
  const set = ["nix-env", "-p", profile, "--set", path]
  await must([...sudo(settings), ...set], { stdout: "stderr" })
}

function missingFiles(path: string): string {
  const seems = "seems to be missing essential files"
  return `error: your NixOS configuration path ${seems}.
To avoid corrupting your current NixOS installation, the activation will abort.

This could be caused by Nix bug: https://github.com/NixOS/nix/issues/13367.
This is the evaluated NixOS configuration path: ${path}.
Change the directory to somewhere else (e.g., \`cd $HOME\`) before trying again.

If you think this is a mistake, you can set the environment variable
${consequences} to 1
and re-run the command to continue.
Please open an issue if this is the case.
`
}

/** Runs the system's own switch-to-configuration, in a unit if it can. */
export async function activate(
  settings: NgSettings,
  must: Must,
  path: string,
): Promise<void> {
  const { has, last } = settings
  const action = settings.arguments.action ?? ""
  const name = last("specialisation")
  if (name !== undefined && action !== "switch" && action !== "test") {
    const only = "can only be used with 'switch' and 'test'"
    throw new Ended(1, `error: '--specialisation' ${only}\n`)
  }
  const system = name === undefined ? path : `${path}/specialisation/${name}`
  if (!existsSync(system) && name !== undefined) {
    throw new Ended(1, `error: specialisation not found: ${name}\n`)
  }
  const install = has("install-bootloader") || has("install-grub") ? "1" : "0"
  const { exit } = await runChild(["test", "-d", "/run/systemd/system"], {
    stdout: "stderr",
  })
  const own = [`${system}/bin/switch-to-configuration`, action]
  const names = ["LOCALE_ARCHIVE", "NIXOS_INSTALL_BOOTLOADER", "NIXOS_NO_CHECK"]
  const command = exit === 0 ? systemdRun(names, own) : own
  const environment = {
    ...inherited("PATH"),
    ...inherited("LOCALE_ARCHIVE"),
    ...inherited("NIXOS_NO_CHECK"),
    NIXOS_INSTALL_BOOTLOADER: install,
  }
  const elevated = sudo(settings)
  if (elevated.length === 0) {
    await must(command, { environment, stdout: "stderr" })
    return
  }
  const words = Object.entries(environment).map(
    ([key, value]) => `${key}=${value}`,
  )
  const whole = [...elevated, "env", "-i", ...words, ...command]
  await must(whole, { stdout: "stderr" })
}

function inherited(name: string): Record<string, string> {
  const value = process.env[name]
  return value === undefined ? {} : { [name]: value }
}
