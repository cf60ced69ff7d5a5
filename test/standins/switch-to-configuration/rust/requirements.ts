import { existsSync } from "node:fs"
import { Died, failed } from "../died.ts"
import { readText } from "../read-text.ts"
import { rustVoice } from "../say.ts"
import type { Settings } from "../settings.ts"

const missing = "No such file or directory (os error 2)"

/** Ends a run that isn't root's or not on NixOS. Errors: Died. */
export function requireNixos({ distroId }: Settings, etc = "/etc"): void {
  if (process.geteuid?.() !== 0) {
    throw failed("switch-to-configuration must be run as the root user")
  }
  // Read even where /etc/NIXOS says it all.
  const release = readText(`${etc}/os-release`)
  if (release === undefined) {
    const file = "Failed to read /etc/os-release"
    throw failed("Failed to parse os-release", file, missing)
  }
  const known = new RegExp(`^ID="?${distroId}"?$`, "m")
  if (existsSync(`${etc}/NIXOS`) || known.test(release)) return
  rustVoice.say("This is not a NixOS installation!\n")
  // The last errno: that of the file which isn't there.
  throw new Died("", 2)
}

/** The new system's interface. Errors: Died where it names none. */
export function interfaceOf(out: string): string {
  const text = readText(`${out}/init-interface-version`)
  if (text !== undefined) return text
  throw failed("File init-interface-version should exist", missing)
}
