# unit-cpu.sh: how much CPU the processes of a unit have used.
# Inputs: unit. Outputs: cpu_used's. Exit: 0.
# needs: cpu-used
# shellcheck shell=sh
main() {
  cpu_used
}
main </dev/null
