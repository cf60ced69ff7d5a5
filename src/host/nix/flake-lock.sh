# flake-lock.sh: the lock that Nix makes for a source tree; what the tree's own
# lock has is kept, what it lacks is looked up, past Nix's cache of an hour.
# Inputs: source (a folder), config (NIX_CONFIG), override_input,
# override_reference (which revision an input has, where it isn't the newest;
# both may be empty).
# Outputs: facts lock (text of flake.lock), exit, stderr. Exit: 0.
# needs: prelude own-folder run-nix
# shellcheck shell=sh
: "${source:?}" "${state_root:?}" "${folder=}"
: "${override_input?}" "${override_reference?}"
main() {
  umask 077
  export NIX_CONFIG="${config:-}"
  make_folder "$state_root/lock-XXXXXX"
  cp -R "$source/." "$folder"
  chmod -R u+w "$folder"
  code=0
  set --
  [ -z "$override_input" ] ||
    set -- --override-input "$override_input" "$override_reference"
  run_nix flake lock --refresh "$@" "path:$folder" \
    >/dev/null 2>"$folder.stderr" || code=$?
  fact exit "$code"
  fact stderr "$(tail -c 100000 "$folder.stderr" | tr -d '\000')"
  rm -f "$folder.stderr"
  [ ! -f "$folder/flake.lock" ] || fact lock "$(cat "$folder/flake.lock")"
}
main </dev/null
