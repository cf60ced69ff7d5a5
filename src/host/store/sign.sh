# sign.sh: on a build site: signs paths with the site's own key, which is made
# on first use and never leaves.
# Inputs: name (of the site), paths (store paths, a blank between two).
# Outputs: facts key (the public half), json (of nix path-info), exit, stderr.
# Exit: 0.
# needs: prelude own-folder run-nix
# shellcheck shell=sh
: "${name:?}" "${paths:?}" "${state_root:?}" "${folder=}"

# make_key FILE: whoever is first makes it.
make_key() {
  [ ! -s "$1" ] || return 0
  run_nix key generate-secret --key-name "sdops-$name-1" >"$folder/key"
  ln "$folder/key" "$1" 2>/dev/null || [ -s "$1" ]
}

main() {
  umask 077
  mkdir -p "$state_root"
  make_folder "$state_root/sign-XXXXXX"
  make_key "$state_root/signing-key"
  fact key "$(run_nix key convert-secret-to-public <"$state_root/signing-key")"
  code=0
  # shellcheck disable=SC2086 # store paths
  run_nix store sign --key-file "$state_root/signing-key" $paths \
    >/dev/null 2>"$folder/stderr" || code=$?
  fact exit "$code"
  fact stderr "$(tail -c 100000 "$folder/stderr" | tr -d '\000')"
  # shellcheck disable=SC2086 # store paths
  [ "$code" != 0 ] || fact json "$(run_nix path-info --json $paths)"
}
main </dev/null
