# prelude.sh: comes before every script; PATH of the system that runs now, and
# how a script answers.
# Inputs: root (optional, a folder that stands for /, in tests), old_system
# (optional, the store path that PATH is taken from); SDOPS_CONTROL in the
# environment of a machine that is no host: the folder of its user that stands
# for /nix/var/sdops.
# Outputs: PATH, root, state_root, gc_roots (links there keep store paths),
# system, nl (a line's end), fact, say.
# needs: nothing
# shellcheck shell=sh disable=SC2034
set -eu
export LC_ALL=C
root=${root:-}
nl='
'
own_path=$PATH
# What /run/current-system points to moves during activation, so it is
# resolved once. Without NixOS, a plain PATH lets the probe say so.
PATH=$root/run/current-system/sw/bin:$root/run/wrappers/bin
[ -d "$root/run/current-system/sw/bin" ] || PATH=/usr/bin:/bin:/usr/sbin:/sbin
export PATH
system=${old_system:-}
[ -n "$system" ] ||
  system=$(exec readlink -f "$root/run/current-system") || system=''
if [ -d "$system/sw/bin" ]; then
  PATH=$system/sw/bin:$root/run/wrappers/bin
fi
state_root=$root/nix/var/sdops
gc_roots=$root/nix/var/nix/gcroots/sdops
if [ -n "${SDOPS_CONTROL:-}" ]; then
  PATH=$own_path state_root=$SDOPS_CONTROL gc_roots=$SDOPS_CONTROL/roots
fi
# fact KEY VALUE: one answer.
fact() { printf '%s\0%s\0' "$1" "$2"; }
# say TEXT: a line of the log.
say() { printf 'sdops: %s\n' "$*" >&2; }
