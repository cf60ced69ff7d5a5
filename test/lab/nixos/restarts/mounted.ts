/**
 * A mount point below /mnt, of memory. A unit's own: a container's systemd
 * reads no /etc/fstab.
 */
export function mounted(
  name: string,
  { device = "tmpfs", size = 1 }: { device?: string; size?: number },
): string {
  return `systemd.mounts = [ {
    options = "size=${size}m"; type = "tmpfs"; what = "${device}";
    wantedBy = [ "multi-user.target" ]; where = "/mnt/${name}";
  } ];`
}
