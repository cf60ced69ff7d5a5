#!/bin/sh
# Stage 2 of a rehearsal host, process 1: asks the boot loader which system to
# boot, activates it as NixOS does, becomes systemd. A host without a bootable
# system stops here, as a real one would in the boot loader.
set -eu
export PATH=/usr/sbin:/usr/bin
mkdir -p /run/sdlab

# A boot finds no rules of the one before; the network namespace outlives it.
nft flush ruleset || true

# As boot.readOnlyNixStore: only Nix writes there, in a mount of its own.
mount --bind /nix/store /nix/store
mount -o remount,bind,ro /nix/store

toplevel=$(/opt/sdlab/standins/boot-loader/choose)
echo "booting $toplevel"
ln -sfn "$toplevel" /run/booted-system
"$toplevel/activate" || echo "the activation of $toplevel failed: $?"
export PATH=/run/wrappers/bin:/run/current-system/sw/bin
exec /usr/lib/systemd/systemd
