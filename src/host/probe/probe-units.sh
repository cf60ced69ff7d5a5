# probe-units.sh: facts about units: busy, failed, and the app's, as systemd
# and /proc show them.
# Inputs: root, units (names, may be empty), system. Outputs: unit_facts.
# shellcheck shell=sh
: "${root?}" "${units?}" "${system?}"

# process_paths PID: store paths that a process runs from.
process_paths() {
  [ "${1:-0}" != 0 ] || return 0
  {
    readlink "$root/proc/$1/exe" || true
    tr '\0=:' '\n' <"$root/proc/$1/cmdline" || true
  } 2>/dev/null
}

# The apps' units by etc/sdops/host.json, which Nix wrote: no blanks in it.
units_of_host_file() {
  grep -o '"unit":"[A-Za-z0-9@:_.-]*"' "$1" 2>/dev/null |
    sed 's/^"unit":"\(.*\)"$/\1/' || true
}

one_unit() {
  shown=$(control show --property=LoadState,ActiveState,SubState,MainPID \
    --property=InvocationID,ActiveEnterTimestampMonotonic,NRestarts \
    --property=BindsTo,PartOf,Requires,Requisite \
    --property=ExecStart "$1" 2>/dev/null) || return 0
  fact "unit.$1" "$shown"
  main_pid=$(printf '%s\n' "$shown" | sed -n 's/^MainPID=//p')
  fact "unit.$1.paths" "$({
    printf '%s\n' "$shown" | sed -n 's/^ExecStart=//p' | tr ' ;={}' '\n'
    process_paths "$main_pid"
  } | sed -n 's|^\(/nix/store/[0-9a-z]\{32\}-[^/]*\).*$|\1|p' |
    sort -u | tr '\n' ' ')"
}

unit_facts() {
  fact failed "$(failed_units | tr '\n' ' ')"
  fact busy "$(control list-units --plain --no-legend --no-pager --full \
    --state=active,activating,deactivating \
    'nixos-rebuild-switch-to-configuration*' nixos-upgrade.service |
    awk '{ print $1 }' | tr '\n' ' ')"
  fact switch-lock "$(switch_lock_holder)"
  # shellcheck disable=SC2086,SC2046 # lists of units
  wanted_units=$(printf '%s\n' $units \
    $(units_of_host_file "$system/etc/sdops/host.json") | sort -u)
  fact units "$(echo "$wanted_units" | tr '\n' ' ')"
  for wanted_unit in $wanted_units; do one_unit "$wanted_unit"; done
}
