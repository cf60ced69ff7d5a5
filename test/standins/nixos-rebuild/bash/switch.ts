import { existsSync } from "node:fs"
import { Ended, runChild } from "../child.ts"
import { systemdRun } from "../systemd-run.ts"
import type { Here } from "./here.ts"
import type { BashArguments } from "./parse.ts"

/**
 * Activates in a unit, or without one where no unit can be started. Every
 * failure is 1. Ctrl-C is ignored here, as by the script.
 */
export async function activate(
  read: BashArguments,
  action: string,
  path: string,
  here: Here,
): Promise<number> {
  const ignore = (): void => {}
  process.on("SIGINT", ignore)
  const install = ["--install-bootloader", "--install-grub"].some((flag) =>
    read.own.has(flag),
  )
  const variable = `NIXOS_INSTALL_BOOTLOADER=${install ? "1" : ""}`
  const unit = (...last: string[]): string[] => [
    ...here.sudo(read),
    ...systemdRun(["LOCALE_ARCHIVE", variable], ["--wait", ...last]),
  ]
  here.show(unit("true"))
  const probe = await runChild(unit("true"), { stdout: "inherit" })
  const system =
    read.specialisation === undefined
      ? path
      : `${path}/specialisation/${read.specialisation}`
  if (read.specialisation !== undefined && !existsSync(system)) {
    throw new Ended(1)
  }
  const own = [`${system}/bin/switch-to-configuration`, action]
  const locale = `LOCALE_ARCHIVE=${process.env["LOCALE_ARCHIVE"] ?? ""}`
  const bare = [...here.sudo(read), "env", "-i", locale, variable, ...own]
  const command = probe.exit === 0 ? unit(...own) : bare
  here.show(command)
  const { exit } = await runChild(command, { stdout: "inherit" })
  process.off("SIGINT", ignore)
  if (exit === 0) return 0
  here.say(
    "warning: error(s) occurred while switching to the new configuration\n",
  )
  return 1
}
