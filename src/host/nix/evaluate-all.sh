# evaluate-all.sh: what several hosts of one flake would be, in one evaluation,
# and what building each of them takes.
# Inputs: source, hosts (names, a blank between two), config (NIX_CONFIG), heavy
# (an extended regular expression of store names; may be empty).
# Outputs: facts exit, stderr, json (by host); absent (there is no such tree); a
# line of the log; graph of all systems, derivations, settings, own-settings,
# build-times (see survey.sh). Exit: 0.
# needs: prelude own-folder run-nix survey
# shellcheck shell=sh
: "${source:?}" "${hosts:?}" "${heavy?}" "${folder=}"

main() {
  umask 077
  export NIX_CONFIG="${config:-}"
  if [ ! -d "$source" ]; then
    fact absent may-be-pushed
    fact exit 1
    return 0
  fi
  make_folder
  names=''
  for host in $hosts; do names="$names \"$host\""; done
  code=0
  json=$(run_nix eval --json --no-write-lock-file --show-trace \
    "path:$source#sdops" --apply "all: { inherit (all)$names; }" \
    2>"$folder/stderr") || code=$?
  fact exit "$code"
  # A trace is long, and its end tells; it still begins as an error does.
  [ "$(wc -c <"$folder/stderr")" -le 200000 ] || long='error:
       …
'
  fact stderr "${long:-}$(tail -c 200000 "$folder/stderr" | tr -d '\000')"
  [ "$code" = 0 ] || return 0
  fact json "$json"
  say "evaluated"
  systems=$(printf '%s' "$json" |
    grep -oE '"system":"/nix/store/[^"]+\.drv"' | cut -d '"' -f 4 | sort -u)
  # shellcheck disable=SC2086 # store paths
  [ -z "$systems" ] || tell_graph $systems
  tell_settings
}
main </dev/null
