# hand-out.sh: on a build site: whether a system is there, of what it consists,
# and which of the derivations that were built are of it. A system that is there
# gets its GC root.
# Inputs: toplevel, system_drv, keep (the root's name), built (derivations, a
# blank between two; may be empty).
# Outputs: facts valid (0: not built, no other fact), closure (paths), of (those
# of built that the system is made by). Exit: 0.
# needs: prelude own-folder
# shellcheck shell=sh
: "${toplevel:?}" "${system_drv:?}" "${keep:?}" "${built?}" "${root?}"
: "${folder=}"
main() {
  umask 022
  if ! nix-store --check-validity "$toplevel" 2>/dev/null; then
    fact valid 0
    return
  fi
  fact valid 1
  link=$root/nix/var/nix/gcroots/sdops/$keep
  mkdir -p "${link%/*}"
  ln -sfn "$toplevel" "$link"
  fact closure "$(nix-store --query --requisites "$toplevel")"
  [ -n "$built" ] || return 0
  make_folder
  nix-store --query --requisites "$system_drv" >"$folder/needs" 2>/dev/null ||
    true
  of=
  for drv in $built; do
    ! grep -qxF "$drv" "$folder/needs" || of="$of $drv"
  done
  fact of "$of"
}
main </dev/null
