# push.sh: puts a source tree, content-addressed, into the host's folder.
# Inputs: hash (the folder's name), nar (gzip, base64), nar_hash (sha256 of the
# NAR itself, hex).
# Outputs: facts source, present (1: nothing was to do). Exit: 0; 1: the tree
# did not arrive whole, or Nix could not write it.
# needs: prelude
# shellcheck shell=sh
: "${state_root:?}" "${hash:?}" "${nar:?}" "${nar_hash:?}"
# place_tree: under its name, in one step, unless somebody else has done so;
# without GNU's mv, what came second is taken out again.
place_tree() {
  if mv -T "$new" "$source" 2>/dev/null; then return; fi
  [ -d "$source" ] || mv "$new" "$source"
  [ ! -d "$source/${new##*/}" ] || rm -rf "${source:?}/${new##*/}"
}

main() {
  umask 077
  mkdir -p "$state_root/sources"
  chmod 0700 "$state_root"
  source=$state_root/sources/$hash
  if [ -d "$source" ]; then
    fact source "$source"
    fact present 1
    return
  fi
  new=$source.new.$$
  trap 'rm -rf "$new" "$new.nar"' EXIT
  printf '%s' "$nar" | base64 -d | gzip -dc >"$new.nar"
  arrived=$(sha256sum "$new.nar" 2>/dev/null || shasum -a 256 "$new.nar")
  if [ "${arrived%% *}" != "$nar_hash" ]; then
    say "the source tree arrived incomplete"
    exit 1
  fi
  nix-store --restore "$new" <"$new.nar"
  # A second push of the same tree may have been quicker; it is the same tree.
  place_tree
  fact source "$source"
  fact present 0
}
main </dev/null
