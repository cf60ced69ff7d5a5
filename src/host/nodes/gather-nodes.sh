# gather-nodes.sh: a host's custom nodes, built by Nix with the programs that
# resolve what they require, and their requirement files.
# Inputs: source (a pushed tree), host, config (NIX_CONFIG).
# Outputs: facts exit, stderr; workshop (a store path), json (what evaluation
# says); for the N-th node file.N.PATH (base64), and where it has no
# requirements.txt project.N (dependencies of pyproject.toml, a JSON list) or
# project.N.error. Exit: 0.
# needs: prelude own-folder run-nix
# shellcheck shell=sh
: "${source:?}" "${host:?}" "${folder=}"
# The beginning of a text file; NUL is no text.
text_of() { head -c 200000 "$1" | tr -d '\000'; }
files_of() {
  for path in requirements*.txt requirements/*.txt; do
    [ -f "$path" ] || continue
    # As it lies there: some are UTF-16, whose NULs no variable holds.
    fact "file.$1.$path" "$(head -c 200000 "$path" | base64)"
  done
  if [ -f requirements.txt ] || [ ! -f pyproject.toml ]; then return; fi
  text_of pyproject.toml >"$folder/pyproject.toml"
  code=0
  said=$(run_nix eval --json --impure --expr "
    let toml = builtins.fromTOML (builtins.readFile $folder/pyproject.toml);
    in toml.project.dependencies or [ ]" 2>"$folder/stderr") || code=$?
  if [ "$code" = 0 ]; then
    fact "project.$1" "$said"
  else
    fact "project.$1.error" "$(grep -m 1 error "$folder/stderr" || true)"
  fi
}
main() {
  umask 077
  export NIX_CONFIG="${config:-}"
  make_folder
  code=0
  run_nix build --no-link --print-out-paths --no-write-lock-file \
    "path:$source#sdopsNodes.\"$host\"" \
    >"$folder/out" 2>"$folder/stderr" || code=$?
  fact exit "$code"
  fact stderr "$(tail -c 200000 "$folder/stderr" | tr -d '\000')"
  [ "$code" = 0 ] || return 0
  workshop=$(cat "$folder/out")
  fact workshop "$workshop"
  fact json "$(cat "$workshop/facts.json")"
  for node in "$workshop"/nodes/*; do
    [ -d "$node" ] || continue
    cd "$node/" || exit 1
    files_of "${node##*/}"
  done
}
main </dev/null
