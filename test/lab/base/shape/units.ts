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
 * Target → units that it wants. They lie in /usr/lib, because on NixOS
 * /etc/systemd/system belongs to the system that was activated.
 */
export const wanted: Readonly<Record<string, readonly string[]>> = {
  "multi-user.target": ["sshd.service"],
  "sockets.target": ["nix-daemon.socket"],
  "sysinit.target": ["sdlab-gpu.service"],
}
