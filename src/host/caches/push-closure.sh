# push-closure.sh: signs a closure and uploads it to a cache.
# Inputs: config (NIX_CONFIG), to (the cache's URL), system_link (a link to the
# system), heavy (an extended regular expression; empty: the whole closure).
# stdin: the signing key, "name:base64"; on a second line, which may be empty,
# what logs in to S3, "id:secret" or "id:secret:token". Kept in memory only.
# Outputs: stderr: Nix's lines; facts system, closure (paths), exit, stage
# (sign, copy, sign-there: where it ended), stderr (its last lines), json
# (what the cache then knows of the closure).
# Exit: 0. What the cache had before without our signature is signed there. A
# store behind SSH needn't trust the key of what a user whom it trusts sends.
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

# log_in WORDS: for S3, as Nix takes it from its environment.
log_in() {
  [ -n "$1" ] || return 0
  secret=${1#*:}
  export AWS_ACCESS_KEY_ID="${1%%:*}" AWS_SECRET_ACCESS_KEY="${secret%%:*}"
  case $secret in *:*) export AWS_SESSION_TOKEN="${secret#*:}" ;; esac
}

push_all() {
  unchecked='' there=$to
  case $to in
    # The older protocol can't add signatures to what is there.
    ssh://*) unchecked=--no-check-sigs there=ssh-ng://${to#ssh://} ;;
    ssh-ng://*) unchecked=--no-check-sigs ;;
  esac
  # shellcheck disable=SC2086 # store paths, and one word or none
  step sign sign --recursive $paths &&
    step copy ask_nix copy $unchecked --to "$to" $paths &&
    step sign-there sign --store "$there" --recursive $paths
}

main() {
  umask 077
  IFS= read -r key || true
  IFS= read -r login || true
  log_in "$login"
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
