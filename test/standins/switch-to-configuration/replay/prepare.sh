# prepare.sh: readies a rehearsal host for replayed runs, once.
# in: sh -s, as root on the host. Makes the parts that every hand-made toplevel
# shares: all units in one folder, as NixOS has them, a systemd and a coreutils
# that log what is asked of them. Exit: 0, or that of what failed.
set -eu
export PATH=/usr/sbin:/usr/bin
# The store is writable for Nix alone; these toplevels are hand-made.
mount -o remount,bind,rw /nix/store
store=/nix/store/00000000000000000000000000000000
[ ! -e "$store-units" ] || exit 0
mkdir -p /nix/store "$store-units" "$store-coreutils/bin" "$store-systemd/lib"
cp -a /usr/lib/systemd/system/. "$store-units/"
cp -a "$(readlink -f /etc/systemd/system)/." "$store-units/"
# Debian's own, as where it was recorded: no switch stops these.
rm -f "$store-units/keys.target"
for unit in local-fs remote-fs; do
  cp -f --remove-destination "/usr/lib/systemd/system/$unit.target" \
    "$store-units/"
done
cat >"$store-units/sysinit-reactivation.target" <<'END'
[Unit]
Description=Reactivate sysinit units
END
mkdir -p "$store-units/sysinit-reactivation.target.requires"
cat >"$store-units/systemd-tmpfiles-resetup.service" <<'END'
[Unit]
Description=Re-setup tmpfiles on a running system
DefaultDependencies=no
PartOf=sysinit-reactivation.target
Before=sysinit-reactivation.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/bin/true
END
ln -sf ../systemd-tmpfiles-resetup.service \
  "$store-units/sysinit-reactivation.target.requires/"
cat >"$store-coreutils/bin/sync" <<'END'
#!/bin/sh
PATH=/usr/bin
logger -t sync "called: $*"
exec /usr/bin/sync "$@"
END
chmod +x "$store-coreutils/bin/sync"
# Another systemd, as a path: the same program by another name.
ln -sfn /usr/bin "$store-systemd/bin"
mkdir -p "$store-systemd/lib/systemd"
cp /usr/lib/systemd/systemd "$store-systemd/lib/systemd/systemd"
mkdir -p /etc/systemd/user
# Those of the host's own system would lead nowhere once A is activated.
for unit in dbus.service dbus.socket; do
  cp "$(readlink -f "/etc/systemd/user/$unit")" "/etc/systemd/$unit.kept"
  mv -f "/etc/systemd/$unit.kept" "/etc/systemd/user/$unit"
done
rm -f /etc/systemd/user/nixos-activation.service
cat >/etc/systemd/user/nixos-activation.service <<'END'
[Unit]
Description=Run user-specific NixOS activation
[Service]
Type=oneshot
ExecStart=/usr/bin/true
END
echo ID=nixos >/run/replay-os-release
rm -f /etc/os-release
cp /run/replay-os-release /etc/os-release
rm -f /etc/NIXOS
# logind wants to know the unit of who asks.
systemd-run --quiet --wait --collect loginctl enable-linger root
