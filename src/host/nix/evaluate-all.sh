# evaluate-all.sh: what several hosts of one flake would be, in one evaluation,
# and what building each of them takes.
# Inputs: source, hosts (names, a blank between two), config (NIX_CONFIG), heavy
# (an extended regular expression of store names; may be empty).
# Outputs: facts exit, stderr, json (by host); absent (there is no such tree);
# for each system's derivation D dry-run.D.exit, dry-run.D.text, derivations.D
# (JSON of those in the dry run that heavy names); before the dry runs a line of
# the log. Exit: 0.
# needs: prelude own-folder run-nix
# shellcheck shell=sh
: "${source:?}" "${hosts:?}" "${heavy?}" "${folder=}"

# dry_run DERIVATION: each attempt costs time where a cache is dead, and nothing
# is fetched yet.
dry_run() {
  code=0
  run_nix build --dry-run --no-link --option download-attempts 2 "$1^*" \
    >"$folder/dry" 2>&1 || code=$?
  fact "dry-run.$1.exit" "$code"
  fact "dry-run.$1.text" "$(tr -d '\000' <"$folder/dry")"
  [ -n "$heavy" ] || return 0
  named=$(grep -oE '/nix/store/[^ ]+\.drv' "$folder/dry" |
    grep -E "$heavy" | sort -u || true)
  # shellcheck disable=SC2086 # store paths
  [ -z "$named" ] || fact "derivations.$1" "$(run_nix derivation show $named)"
}

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
  for system_drv in $systems; do dry_run "$system_drv"; done
}
main </dev/null
