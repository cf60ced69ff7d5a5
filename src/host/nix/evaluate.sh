# evaluate.sh: what a host of the flake would be, and what building it takes.
# Inputs: source, host, config (NIX_CONFIG), survey (1: that too), heavy (an
# extended regular expression of store names; may be empty).
# Outputs: facts exit, stderr, json; absent (there is no such tree:
# may-be-pushed; unfit where this is no NixOS with Nix). Of a survey, which is
# left out where the system runs already: first a line of the log; graph (see
# survey.sh), derivations (JSON of those in it that heavy names), settings
# (Nix's, with ours), own-settings (without; only where it takes none of ours),
# build-times.
# Exit: 0.
# needs: prelude own-folder run-nix survey
# shellcheck shell=sh
: "${source:?}" "${host:?}" "${root?}" "${system?}" "${folder=}"
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
  [ "${survey:-0}" = 1 ] || return 0
  # What runs needs nothing built or fetched.
  case $json in *"\"toplevel\":\"$system\""*) return 0 ;; esac
  case $json in *'"system":"/nix/store/'*'.drv"'*) ;; *) return 0 ;; esac
  system_drv=/nix/store/${json#*'"system":"/nix/store/'}
  system_drv=${system_drv%%'"'*}
  say "evaluated"
  tell_graph "$system_drv"
  tell_settings
}
main </dev/null
