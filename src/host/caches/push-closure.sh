# push-closure.sh: signs a closure and uploads it to a cache.
# Inputs: config (NIX_CONFIG), to (the cache's URL), system_link (a link to the
# system), heavy (an extended regular expression; empty: the whole closure).
# stdin: the signing key, "name:base64"; it is kept in memory only.
# Outputs: stderr: Nix's lines; facts system, closure (paths), exit, stage
# (sign, copy, sign-there: where it ended), stderr (its last lines), json
# (what the cache then knows of the closure).
# Exit: 0. What the cache had before without our signature is signed there.
# needs: prelude heavy-of own-folder run-nix
# shellcheck shell=sh
: "${root?}" "${config?}" "${to:?}" "${system_link:?}" "${heavy?}" "${folder=}"

# ask_nix WORDS…: nothing that Nix remembers as missing counts.
ask_nix() { run_nix --option narinfo-cache-negative-ttl 0 "$@"; }

# sign WORDS…: a builtin writes the key, so that it is in no command line.
sign() { printf '%s' "$key" | ask_nix store sign --key-file /dev/stdin "$@"; }

# step NAME COMMAND…: told on stderr as it goes; its end is kept.
step() {
  stage=$1
  shift
  { { "$@" 2>&1 1>&3; echo "$?" >"$folder/exit"; } |
    tee "$folder/stderr" >&2; } 3>/dev/null
  code=$(cat "$folder/exit")
  [ "$code" = 0 ]
}

push_all() {
  # shellcheck disable=SC2086 # store paths
  step sign sign --recursive $paths &&
    step copy ask_nix copy --to "$to" $paths &&
    step sign-there sign --store "$to" --recursive $paths
}

main() {
  umask 077
  key=$(cat)
  export NIX_CONFIG="$config"
  memory_folder
  pushed=$(readlink -f "$root$system_link" || true)
  fact system "$pushed"
  [ -e "$pushed" ] || return 0
  paths=$pushed
  [ -z "$heavy" ] || paths=$(nix-store -qR "$pushed" | heavy_of)
  [ -n "$paths" ] || return 0
  # shellcheck disable=SC2086 # store paths
  closure=$(nix-store -qR $paths | sort -u)
  fact closure "$closure"
  code=0
  push_all || true
  fact stage "$stage"
  fact exit "$code"
  fact stderr "$(tail -n 40 "$folder/stderr" | tr -d '\000')"
  [ "$code" = 0 ] || return 0
  # shellcheck disable=SC2086 # store paths
  fact json "$(ask_nix path-info --json --store "$to" $closure 2>/dev/null)"
}
main
