# dry-activate.sh: what activating a candidate would do, as the candidate's
# own switch-to-configuration tells it.
# Inputs: candidate, limit (seconds). Outputs: facts exit, output. Exit: 0.
# shellcheck shell=sh
: "${candidate:?}" "${limit:?}"
main() {
  code=0
  file=$(mktemp)
  trap 'rm -f "$file"' EXIT
  # To a file: printing to a pipe that has died would look like a failure.
  timeout "$limit" "$candidate/bin/switch-to-configuration" dry-activate \
    >"$file" 2>&1 || code=$?
  fact exit "$code"
  fact output "$(tail -c 200000 "$file" | tr -d '\000')"
}
main </dev/null
