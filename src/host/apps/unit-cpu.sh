# unit-cpu.sh: how much CPU the processes of a unit have used.
# Inputs: unit. Outputs: fact cpu, in nanoseconds; none where systemd doesn't
# count it. Exit: 0.
# needs: prelude cgroup
# shellcheck shell=sh
: "${unit:?}"
main() {
  if used=$(control show --value --property=CPUUsageNSec "$unit"); then
    case $used in '' | *[!0-9]*) ;; *) fact cpu "$used" ;; esac
  fi
}
main </dev/null
