# hand-out.sh: on a build site: whether a system is there, of what it consists,
# and which of the derivations that were built are of it. A system that is there
# gets its GC root, instead of that of the run that made it.
# Inputs: toplevel, system_drv, keep (the root's name), built (derivations, a
# blank between two; may be empty).
# Outputs: facts valid (0: not built, no other fact), closure (paths), of (those
# of built that the system is made by). Exit: 0.
# needs: prelude own-folder
# shellcheck shell=sh
: "${toplevel:?}" "${system_drv:?}" "${keep:?}" "${built?}" "${gc_roots:?}"
: "${state_root:?}" "${folder=}"
main() {
  umask 022
  if ! nix-store --check-validity "$toplevel" 2>/dev/null; then
    fact valid 0
    return
  fi
  fact valid 1
  mkdir -p "$gc_roots"
  nix-store --realise "$toplevel" --add-root "$gc_roots/$keep" --indirect \
    >/dev/null
  # The run that made it needs to keep it no longer.
  for kept in "$state_root"/builds/*/result*; do
    [ "$(readlink "$kept")" != "$toplevel" ] || rm -f "$kept"
  done
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
