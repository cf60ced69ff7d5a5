# run-nix.sh: Nix, whatever the host has switched on of it.
# Inputs: none. Outputs: run_nix, nix_within.
# needs: nothing
# shellcheck shell=sh

run_nix() { nix --extra-experimental-features 'nix-command flakes' "$@"; }

# nix_within SECONDS WORDS…: run_nix; 124 when it took longer.
nix_within() {
  nix_limit=$1
  shift
  timeout "$nix_limit" nix --extra-experimental-features \
    'nix-command flakes' "$@"
}
