# own-unit.sh: units of ours that outlive who has started them.
# Inputs: directory, system. Outputs: own_unit, start_deadman.
# needs: record
# shellcheck shell=sh
: "${directory:?}" "${id:?}" "${system?}"

# own_unit UNIT SCRIPT OPTION…: runs a script of the deployment in $id.
own_unit() {
  own_unit=$1 own_script=$2
  shift 2
  unit_shell=$system/sw/bin/sh
  [ -x "$unit_shell" ] || unit_shell=/bin/sh
  systemd-run --quiet --collect --unit="$own_unit" "$@" \
    --property=KillMode=control-group --property=TimeoutStopSec=10 \
    --property=OOMScoreAdjust=-900 \
    --property=StandardOutput="append:$directory/output" \
    --property=StandardError="append:$directory/output" \
    "$unit_shell" "$own_script" </dev/null
}

# start_deadman: a timer that exists is left.
start_deadman() {
  own_unit "sdops-deadman-$id" "$directory/deadman.sh" \
    --on-active=5s --on-unit-inactive=5s --timer-property=AccuracySec=1s
}
