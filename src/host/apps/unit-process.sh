# unit-process.sh: the main process of a unit.
# Inputs: unit. Outputs: fact pid; 0 without one. Exit: 0.
# needs: prelude cgroup
# shellcheck shell=sh
: "${unit:?}"
main() {
  if main_pid=$(control show --value --property=MainPID "$unit"); then
    fact pid "$main_pid"
  fi
}
main </dev/null
