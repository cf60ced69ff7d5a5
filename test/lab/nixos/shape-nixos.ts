import { mkdir, readdir, rm } from "node:fs/promises"
import { join } from "node:path"

/** What Debian's systemd would read beside what NixOS gives it. */
const ofDebian: readonly string[] = [
  ...["dbus-1/system-services", "dbus-1/system.d"].map((at) => `share/${at}`),
  ...["environment.d", "modprobe.d", "modules-load.d"].map((at) => `lib/${at}`),
  ...["sysctl.d", "sysusers.d", "tmpfiles.d"].map((at) => `lib/${at}`),
  ...["network", "ntp-units.d", "system", "system-generators"].map(
    (at) => `lib/systemd/${at}`,
  ),
  ...["system-environment-generators", "system-preset", "user"].map(
    (at) => `lib/systemd/${at}`,
  ),
  "lib/udev/rules.d",
]

/**
 * Takes from a Debian root what isn't there on NixOS: all of /etc and what
 * systemd would find in /usr. The programs stay where they look for
 * themselves; whoever logs in sees those of the system alone.
 */
export async function shapeNixos(root: string): Promise<void> {
  for (const folder of ["etc", "home", "root", "var/lib", "var/log"]) {
    const names = await readdir(join(root, folder))
    for (const name of names)
      await rm(join(root, folder, name), { force: true, recursive: true })
  }
  for (const path of ofDebian)
    await rm(join(root, "usr", path), { force: true, recursive: true })
  for (const folder of ["boot/loader/entries", "debian", "etc/sdlab"])
    await mkdir(join(root, folder), { recursive: true })
}
