# dry-activate.sh: what activating a candidate would do, as the candidate's
# own switch-to-configuration tells it.
# Inputs: candidate, limit (seconds). Outputs: facts exit, output, inhibitors
# (of the candidate). Exit: 0.
# shellcheck shell=sh
: "${candidate:?}" "${limit:?}" "${system?}"
inhibitors() { cat "$1/switch-inhibitors" 2>/dev/null || true; }

main() {
  code=0
  file=$(mktemp)
  trap 'rm -f "$file"' EXIT
  # To a file: printing to a pipe that has died would look like a failure.
  # Other inhibitors end it before it says what it would do; whether they
  # forbid the switch is decided where the answer goes.
  no_check=0
  [ "$(inhibitors "$system")" = "$(inhibitors "$candidate")" ] || no_check=1
  NIXOS_NO_CHECK=$no_check timeout "$limit" \
    "$candidate/bin/switch-to-configuration" dry-activate \
    >"$file" 2>&1 || code=$?
  fact exit "$code"
  fact inhibitors "$(inhibitors "$candidate")"
  fact output "$(tail -c 200000 "$file" | tr -d '\000')"
}
main </dev/null
