# realise.sh: builds derivations before everything else.
# Inputs: drvs (store paths, a blank between two), config (NIX_CONFIG).
# Outputs: stderr: Nix's log, its events after "@nix "; stdout: fact exit. What
# was built is GC-rooted until the next time. Exit: 0.
# shellcheck shell=sh disable=SC2154
: "${drvs:?}" "${root?}"
main() {
  make_folder
  export NIX_CONFIG="${config:-}"
  roots=$root/nix/var/nix/gcroots/sdops/heavy
  mkdir -p "$roots"
  rm -f "$roots"/result*
  outputs=
  for drv in $drvs; do outputs="$outputs $drv^*"; done
  # shellcheck disable=SC2086 # store paths have no blanks
  attend 1 nix --extra-experimental-features 'nix-command flakes' \
    build --log-format internal-json --out-link "$roots/result" $outputs
  fact exit "$code"
  cd /
}
main </dev/null
