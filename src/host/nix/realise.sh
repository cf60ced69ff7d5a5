# realise.sh: gets store paths before everything else.
# Inputs: wanted (store paths, a blank between two: derivations, which may be
# built, and others, which are fetched or fail), config (NIX_CONFIG),
# builder_hosts.
# Outputs: stderr: Nix's log, its events after "@nix "; stdout: fact exit. What
# is there is GC-rooted until the next time. Exit: 0.
# shellcheck shell=sh disable=SC2154
: "${wanted:?}" "${root?}"
main() {
  make_folder
  find_builders "$folder"
  export NIX_CONFIG="${config:-}"
  roots=$root/nix/var/nix/gcroots/sdops/heavy
  mkdir -p "$roots"
  rm -f "$roots"/result*
  outputs=
  for path in $wanted; do
    case $path in
      *.drv) outputs="$outputs $path^*" ;;
      *) outputs="$outputs $path" ;;
    esac
  done
  # shellcheck disable=SC2086 # store paths have no blanks
  attend 1 nix --extra-experimental-features 'nix-command flakes' \
    build --log-format internal-json --out-link "$roots/result" $outputs
  fact exit "$code"
  cd /
}
main </dev/null
