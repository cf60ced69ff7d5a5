# dry-activate.sh: what activating a candidate would do, as the candidate's
# own switch-to-configuration tells it.
# Inputs: candidate, limit, lock_limit (seconds).
# Outputs: facts exit, output, inhibitors (of the candidate), dependants (units
# that systemd stops or restarts with those that the switch does); where the
# lock of the switch stayed held (exit 11), record-facts.sh's and lock-holder.
# Exit: 0.
# needs: prelude cgroup own-folder record-facts switch-lock systems
# shellcheck shell=sh
: "${candidate:?}" "${limit:?}" "${lock_limit:?}" "${system?}" "${state_root:?}"
: "${folder=}"
inhibitors() { cat "$1/switch-inhibitors" 2>/dev/null || true; }

# deploys_now: whether a deployment of ours is what holds it: then it goes on
# for minutes, and there is nothing to wait for.
deploys_now() {
  deployer=$(sed -n 's/^id=\([a-z0-9][a-z0-9-]*\)$/\1/p' \
    "$state_root/lock/holder" 2>/dev/null | head -n 1)
  [ -n "$deployer" ] && deploy_alive "$deployer"
}

# stopped: units that the switch stops or restarts: those that it says, and
# targets, which it keeps quiet about (main.rs of switch-to-configuration-ng:
# units_to_filter, SYSINIT_REACTIVATION_TARGET).
stopped() {
  sed -n -e 's/^would stop the following units: //p' \
    -e 's/^would restart the following units: //p' "$file" | tr -s ', ' '\n'
  echo sysinit-reactivation.target
  units=$candidate/etc/systemd/system
  grep -ils '^X-StopOnReconfiguration *= *\(1\|on\|t\|true\|y\|yes\) *$' \
    "$units"/*.target "$units"/*.target.d/*.conf |
    sed 's/\.d\/[^/]*$//; s/.*\///' || true
}

# dependants UNIT…: what systemd stops or restarts with them, and with those
# again; a switch says nothing of it.
dependants() {
  known=' '
  while [ $# -gt 0 ]; do
    for unit; do known="$known$unit "; done
    shown=$(control show --property=BoundBy,ConsistsOf,PropagatesStopTo \
      --property=RequiredBy,RequisiteOf -- "$@" 2>/dev/null) || true
    set --
    for unit in $(printf '%s\n' "$shown" | sed 's/^[A-Za-z]*=//'); do
      case $known" $* " in *" $unit "*) ;; *) set -- "$@" "$unit" ;; esac
    done
    [ $# = 0 ] || printf '%s\n' "$@"
  done
}

main() {
  make_folder
  file=$folder/output
  # To a file: printing to a pipe that has died would look like a failure.
  # Other inhibitors end it before it says what it would do; whether they
  # forbid the switch is decided where the answer goes.
  no_check=0
  [ "$(inhibitors "$system")" = "$(inhibitors "$candidate")" ] || no_check=1
  until=$(($(uptime_seconds) + lock_limit))
  while :; do
    code=0
    NIXOS_NO_CHECK=$no_check timeout "$limit" \
      "$candidate/bin/switch-to-configuration" dry-activate \
      >"$file" 2>&1 || code=$?
    # Only 11 says that somebody else has the lock.
    [ "$code" = 11 ] || break
    fact lock-holder "$(switch_lock_holder)"
    if deploys_now || [ "$(uptime_seconds)" -ge "$until" ]; then
      record_facts
      break
    fi
    sleep 0.5
  done
  # shellcheck disable=SC2046 # names of units
  [ "$code" != 0 ] || fact dependants "$(dependants $(stopped))"
  fact exit "$code"
  fact inhibitors "$(inhibitors "$candidate")"
  fact output "$(tail -c 200000 "$file" | tr -d '\000')"
}
main </dev/null
