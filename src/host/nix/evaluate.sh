# evaluate.sh: what a host of the flake would be, and what building it takes.
# Inputs: source, host, config (NIX_CONFIG), dry_run (1: that too), heavy (an
# extended regular expression of store names; may be empty).
# Outputs: facts exit, stderr, json; absent (there is no such tree:
# may-be-pushed; unfit where this is no NixOS with Nix); dry-run.exit,
# dry-run.text, which are left out where the system runs already; before the dry
# run a line of the log; derivations (JSON of those in the dry run that heavy
# names). Exit: 0.
# needs: prelude own-folder run-nix
# shellcheck shell=sh
: "${source:?}" "${host:?}" "${root?}" "${system?}" "${folder=}"
# derivations: what those do that the dry run has and heavy names.
derivations() {
  [ -n "${heavy:-}" ] || return 0
  named=$(grep -oE '/nix/store/[^ ]+\.drv' "$folder/dry" |
    grep -E "$heavy" | sort -u || true)
  # shellcheck disable=SC2086 # store paths
  [ -z "$named" ] || fact derivations "$(run_nix derivation show $named)"
}
# A trace is long, and its end tells; it still begins as an error does.
last() {
  [ "$(stat -c %s "$1")" -le 200000 ] || printf 'error:\n       …\n'
  tail -c 200000 "$1"
}
main() {
  umask 077
  export NIX_CONFIG="${config:-}"
  if [ ! -d "$source" ]; then
    absent=unfit
    [ ! -e "$root/etc/NIXOS" ] || ! command -v nix >/dev/null ||
      absent=may-be-pushed
    fact absent "$absent"
    fact exit 1
    return 0
  fi
  make_folder
  code=0
  json=$(run_nix eval --json --no-write-lock-file --show-trace \
    "path:$source#sdops.\"$host\"" 2>"$folder/stderr") || code=$?
  fact exit "$code"
  fact stderr "$(last "$folder/stderr" | tr -d '\000')"
  [ "$code" = 0 ] || return 0
  fact json "$json"
  [ "${dry_run:-0}" = 1 ] || return 0
  # What runs needs nothing built or fetched.
  case $json in *"\"toplevel\":\"$system\""*) return 0 ;; esac
  case $json in *'"system":"/nix/store/'*'.drv"'*) ;; *) return 0 ;; esac
  system_drv=/nix/store/${json#*'"system":"/nix/store/'}
  system_drv=${system_drv%%'"'*}
  say "evaluated"
  # Each attempt costs time where a cache is dead, and nothing is fetched yet.
  run_nix build --dry-run --no-link --option download-attempts 2 \
    "$system_drv^*" \
    >"$folder/dry" 2>&1 || code=$?
  fact dry-run.exit "$code"
  fact dry-run.text "$(tr -d '\000' <"$folder/dry")"
  derivations
}
main </dev/null
