# as-caches-have-it.sh: what caches have of a host's heavy packages.
# Inputs: source, host, config (NIX_CONFIG), attributes (of nixpkgs, a blank
# between two).
# Outputs: facts exit, json (of nix/lib/as-caches-have-it.nix), stderr. Exit: 0.
# needs: prelude own-folder run-nix
# shellcheck shell=sh
: "${source:?}" "${host:?}" "${attributes:?}" "${folder=}"
main() {
  umask 077
  export NIX_CONFIG="${config:-}"
  make_folder
  names=''
  for attribute in $attributes; do names="$names \"$attribute\""; done
  code=0
  json=$(run_nix eval --json --no-write-lock-file \
    "path:$source#sdopsAsCachesHaveIt.\"$host\"" --apply "f: f [$names ]" \
    2>"$folder/stderr") || code=$?
  fact exit "$code"
  fact stderr "$(tail -c 4000 "$folder/stderr" | tr -d '\000')"
  fact json "$json"
}
main </dev/null
