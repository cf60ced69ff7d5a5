# absent.sh: which paths a store lacks.
# Inputs: paths (a blank between two). Outputs: fact absent. Exit: 0.
# needs: prelude
# shellcheck shell=sh
: "${paths:?}"
main() {
  # shellcheck disable=SC2086 # store paths
  fact absent "$(nix-store --check-validity --print-invalid $paths || true)"
}
main </dev/null
