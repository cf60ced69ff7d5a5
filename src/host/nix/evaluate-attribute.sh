# evaluate-attribute.sh: a value of a host's configuration.
# Inputs: source, host, attribute (an attribute path of Nix), apply (a function
# of Nix; may be empty), config (NIX_CONFIG).
# Outputs: facts exit, stderr, json. Exit: 0.
# needs: prelude own-folder run-nix
# shellcheck shell=sh
: "${source:?}" "${host:?}" "${attribute:?}" "${folder=}"
main() {
  umask 077
  export NIX_CONFIG="${config:-}"
  make_folder
  code=0
  set -- eval --json --no-write-lock-file --show-trace \
    "path:$source#nixosConfigurations.\"$host\".config.$attribute"
  [ -z "${apply:-}" ] || set -- "$@" --apply "$apply"
  json=$(run_nix "$@" 2>"$folder/stderr") || code=$?
  fact exit "$code"
  fact stderr "$(tail -c 200000 "$folder/stderr" | tr -d '\000')"
  [ "$code" = 0 ] || return 0
  fact json "$json"
}
main </dev/null
