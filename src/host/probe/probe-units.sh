# probe-units.sh: facts about units: busy, failed, and the app's, as systemd
# and /proc show them.
# Inputs: root, units (names, may be empty), host_file (text of
# etc/sdops/host.json, may be empty). Outputs: unit_facts.
# needs: prelude cgroup switch-lock
# shellcheck shell=sh
: "${root?}" "${units?}" "${failed=}" "${busy=}" "${nl:?}"

# find_units: sets wanted_units to those asked for and the apps' by the host
# file, which Nix wrote: no blanks in it.
find_units() {
  wanted_units=
  units_left=${host_file:-}
  for wanted_unit in $units; do want "$wanted_unit"; done
  while :; do
    case $units_left in *'"unit":"'*) ;; *) return 0 ;; esac
    units_left=${units_left#*'"unit":"'}
    want "${units_left%%'"'*}"
  done
}

# want UNIT: once.
want() {
  case $1 in '' | *[!A-Za-z0-9@:_.-]*) return 0 ;; esac
  case " $wanted_units " in *" $1 "*) return 0 ;; esac
  wanted_units="${wanted_units:+$wanted_units }$1"
}

# process_facts: by which files the main processes run, of the units shown.
process_facts() {
  for shown_line in $shown; do
    case $shown_line in MainPID=[1-9]*) ;; *) continue ;; esac
    main_pid=${shown_line#MainPID=}
    fact "process.$main_pid" "$({
      readlink "$root/proc/$main_pid/exe" || true
      tr '\0' '\n' <"$root/proc/$main_pid/cmdline" || true
    } 2>/dev/null)"
  done
}

unit_facts() {
  see_units
  fact failed "$failed"
  fact busy "$busy"
  fact switch-lock "$(switch_lock_holder)"
  find_units
  fact units "$wanted_units"
  [ -n "$wanted_units" ] || return 0
  # shellcheck disable=SC2086 # names of units
  shown=$(control show --property=Names,LoadState,ActiveState,SubState \
    --property=MainPID,InvocationID,ActiveEnterTimestampMonotonic,NRestarts \
    --property=ExecStart,PrivateDevices,DevicePolicy,DeviceAllow $wanted_units 2>/dev/null) || true
  fact units.shown "$shown"
  IFS=$nl
  process_facts
}
