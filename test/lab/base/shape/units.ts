/** Units that a machine without a console, disks and apt doesn't want. */
export const masked: readonly string[] = [
  "apt-daily-upgrade.timer",
  "apt-daily.timer",
  "console-getty.service",
  "dpkg-db-backup.timer",
  "fstrim.timer",
  "getty@.service",
  "ssh.service",
  "ssh.socket",
  "systemd-networkd.service",
  "systemd-pstore.service",
]

/**
 * Target → units of the machine that it wants. They lie in /usr/lib, because
 * on NixOS /etc/systemd/system belongs to the system that was activated, which
 * also has to bring sshd and Nix.
 */
export const wanted: Readonly<Record<string, readonly string[]>> = {
  "sysinit.target": ["sdlab-gpu.service"],
}
