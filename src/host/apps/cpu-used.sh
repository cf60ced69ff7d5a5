# cpu-used.sh: how much CPU the processes of a unit have used.
# Inputs: unit. Outputs: cpu_used.
# needs: prelude cgroup
# shellcheck shell=sh
: "${unit:?}"

# cpu_used: tells fact cpu, in nanoseconds; none where systemd doesn't count it.
cpu_used() {
  if used=$(control show --value --property=CPUUsageNSec "$unit"); then
    case $used in '' | *[!0-9]*) ;; *) fact cpu "$used" ;; esac
  fi
}
