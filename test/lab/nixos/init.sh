#!/bin/sh
# What firmware, boot loader and initrd do for a rehearsal host that is NixOS,
# as process 1: the boot loader's record says which system; the system prepares
# the root as it has its initrd do, and its own init takes over.
set -eu
export PATH=/debian/usr/sbin:/debian/usr/bin
mount --bind /boot /boot
# A boot finds no rules of the one before; the network namespace outlives it.
nft flush ruleset || true
toplevel=$(/opt/sdlab/standins/boot-loader/choose)
echo "booting $toplevel"
# The kernel's command line is the outer machine's.
echo "init=$toplevel/init $(cat "$toplevel/kernel-params")" >/etc/sdlab/cmdline
mount --bind /etc/sdlab/cmdline /proc/cmdline
IN_NIXOS_SYSTEMD_STAGE1=true "$toplevel/prepare-root"
exec "$toplevel/init"
