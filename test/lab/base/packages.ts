import { contentKey } from "../content-key.ts"
import type { Lab } from "../settings.ts"

/**
 * What a rehearsal host consists of before it is shaped like NixOS. Sessions
 * see only what the system-path links to; the rest is the hardware's.
 */
export const packages: readonly string[] = [
  "bash-static",
  "busybox-static",
  "ca-certificates",
  "curl",
  "dbus",
  "faketime",
  "fish",
  "gawk",
  "iproute2",
  "iputils-ping",
  "jq",
  "kmod",
  "libnss-myhostname",
  "libpam-systemd",
  "nftables",
  "nix-bin",
  "nix-setup-systemd",
  "openssh-client",
  "openssh-server",
  "procps",
  "python3",
  "strace",
  "sudo",
  "systemd",
  "systemd-sysv",
]

/** What dpkg leaves out of the base. */
export const excludedPaths: readonly string[] = [
  "/usr/share/doc/*",
  "/usr/share/locale/*",
  "/usr/share/man/*",
]

export function packagesKey(
  lab: Lab,
  wanted: readonly string[] = packages,
): string {
  const { nixSuite, suite } = lab
  const from = nixSuite === undefined ? [] : [`nix from ${nixSuite}`]
  const parts = [suite, process.arch, ...from, ...wanted, ...excludedPaths]
  return contentKey(parts)
}
