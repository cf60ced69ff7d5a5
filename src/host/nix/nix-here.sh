# nix-here.sh: whether a machine's Nix may do a build site's work for this user.
# Inputs: none. Outputs: facts version (empty: no Nix), info (JSON of nix store
# info), user. Exit: 0.
# needs: prelude run-nix
# shellcheck shell=sh
main() {
  fact user "$(id -un)"
  fact version "$(nix --version 2>/dev/null || true)"
  fact info "$(run_nix store info --json 2>/dev/null || true)"
}
main </dev/null
