# flake-lock.sh: the lock that Nix makes for a source tree without one.
# Inputs: source (a folder), config (NIX_CONFIG), inputs (optional words for
# `nix flake update`: only these are brought up to date).
# Outputs: facts lock (text of flake.lock), exit, stderr. Exit: 0.
# shellcheck shell=sh
: "${source:?}" "${state_root:?}"
main() {
  umask 077
  export NIX_CONFIG="${config:-}"
  folder=$(mktemp -d "$state_root/lock-XXXXXX")
  trap 'rm -rf "$folder"' EXIT
  cp -R "$source/." "$folder"
  chmod -R u+w "$folder"
  code=0
  # shellcheck disable=SC2086 # a list of names
  nix --extra-experimental-features 'nix-command flakes' flake \
    ${inputs:+update} ${inputs:-lock} ${inputs:+--flake} "path:$folder" \
    >/dev/null 2>"$folder.stderr" || code=$?
  fact exit "$code"
  fact stderr "$(tail -c 100000 "$folder.stderr" | tr -d '\000')"
  rm -f "$folder.stderr"
  [ ! -f "$folder/flake.lock" ] || fact lock "$(cat "$folder/flake.lock")"
}
main </dev/null
