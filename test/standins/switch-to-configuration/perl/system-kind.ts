import { existsSync, readFileSync } from "node:fs"

/**
 * Whether this is NixOS; else the exit code of the Perl program, which is the
 * last errno or 255.
 */
export function refusal(
  distroId: string,
  etc = "/etc",
): { readonly exit: number } | undefined {
  if (existsSync(`${etc}/NIXOS`)) return undefined
  let release: string
  try {
    release = readFileSync(`${etc}/os-release`, "utf8")
  } catch {
    return { exit: 2 }
  }
  const known = new RegExp(`^ID="?${distroId}"?`, "m")
  return known.test(release) ? undefined : { exit: 255 }
}
