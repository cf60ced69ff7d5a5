# switch.sh: switch-to-configuration, run in a unit of its own that can be
# ended whole, and its lock, which we hold around it.
# Inputs: directory, id, system, activation_limit, lock_limit (seconds).
# Outputs: the functions; switch_exit: a code, `timeout` or `lost`.
# needs: prelude cgroup record scratch systems wake
# shellcheck shell=sh
: "${directory:?}" "${id:?}" "${activation_limit:?}" "${lock_limit:?}"
: "${root?}" "${old_system:?}" "${run_folder:?}" "${uptime=}" "${nl:?}"
switch_unit=sdops-switch-$id.service
log=$directory/output

# hold_switch_lock: takes the lock of switch-to-configuration; 1 when others
# still had it after lock_limit. It is descriptor 9 until let_switch_lock.
hold_switch_lock() {
  [ -d "$root/run/nixos" ] || mkdir -p "$root/run/nixos"
  exec 9>>"$root/run/nixos/switch-to-configuration.lock"
  wait_until "$lock_limit" flock -n 9
}

let_switch_lock() { flock -u 9 2>/dev/null || true; }

# switch_moves: whether a switch gets on: its output, or systemd's jobs, which
# are asked for now and then where there is no output. Our own dead-man's jobs
# come and go all the time.
switch_moves() {
  # shellcheck disable=SC3013 # POSIX since 2024, and in every shell of a host
  if [ "$log" -nt "$run_folder/moved" ]; then
    : >"$run_folder/moved"
    return 0
  fi
  [ $((uptime - jobs_at)) -ge "$jobs_every" ] || return 1
  jobs_at=$uptime
  jobs_now=$(exec timeout 30 systemctl list-jobs --plain --no-legend \
    --no-pager 2>/dev/null) || true
  jobs_left=$jobs_now$nl jobs_now=''
  while [ -n "$jobs_left" ]; do
    jobs_line=${jobs_left%%"$nl"*}
    jobs_left=${jobs_left#*"$nl"}
    case $jobs_line in *' sdops-'*) ;; *) jobs_now=$jobs_now$jobs_line ;; esac
  done
  [ "$jobs_now" != "$jobs" ] || return 1
  jobs=$jobs_now
}

# start_switch SYSTEM ACTION NO_CHECK
start_switch() {
  systemd-run --quiet --collect --unit="$switch_unit" \
    --setenv=NIXOS_NO_CHECK="$3" --setenv=PATH="$PATH" \
    --property=KillMode=control-group --property=TimeoutStopSec=10 \
    --property=StandardOutput="append:$log" \
    --property=StandardError="append:$log" \
    "$shell" "$directory/run-switch.sh" "$1" "$2" "$run_folder/switch-exit" \
    "$run_folder/wake" </dev/null 7>&- 9>&-
}

# run_switch SYSTEM ACTION NO_CHECK: once. Never with `check`, which would
# activate together with NIXOS_NO_CHECK=1.
run_switch() {
  switch_exit=lost
  [ ! -e "$run_folder/switch-exit" ] || rm -f "$run_folder/switch-exit"
  if unit_busy "$switch_unit"; then end_unit "$switch_unit" || return 0; fi
  shell=$old_system/sw/bin/sh
  [ -x "$shell" ] || shell=/bin/sh
  let_switch_lock
  : >"$run_folder/moved" || true
  start_switch "$@" || {
    # systemd refuses a unit of that name that it still knows.
    end_unit "$switch_unit" && start_switch "$@"
  } || return 0
  see_uptime
  moved_at=$uptime jobs='' jobs_at=$uptime
  jobs_every=$((activation_limit / 4 > 5 ? 5 : activation_limit / 4))
  while [ ! -f "$run_folder/switch-exit" ]; do
    pause
    [ ! -f "$run_folder/switch-exit" ] || break
    if ! unit_folder "$switch_unit" && ! unit_alive "$switch_unit"; then
      # It may have ended between the two looks.
      [ -f "$run_folder/switch-exit" ] || return 0
      break
    fi
    if switch_moves; then
      moved_at=$uptime
    elif [ $((uptime - moved_at)) -ge "$activation_limit" ]; then
      say "no output and no systemd job for $activation_limit s: killed"
      end_unit "$switch_unit" || true
      switch_exit=timeout
      return 0
    fi
  done
  read -r switch_exit <"$run_folder/switch-exit"
  end_switch || switch_exit=lost
}

# end_switch: what the activation left running would go on behind our back. The
# unit is about to end: systemd tells when it has, and ends what is left of it.
end_switch() {
  ended_code=0
  beating timeout 30 systemctl stop "$switch_unit" 2>/dev/null || ended_code=$?
  # 5: there is no such unit any more.
  case $ended_code in
    0 | 5) unit_busy "$switch_unit" || return 0 ;;
  esac
  end_unit "$switch_unit"
}

# switch_to SYSTEM ACTION NO_CHECK: until it isn't the lock that refuses.
# Returns 1 when its lock could not be had again afterwards.
switch_to() {
  see_uptime
  switching_until=$((uptime + lock_limit))
  while :; do
    run_switch "$@"
    say "switch-to-configuration $2 of ${1##*/}: exit $switch_exit"
    [ "$switch_exit" = 11 ] || break
    see_uptime
    [ "$uptime" -lt "$switching_until" ] || break
    beat
    sleep 0.5
  done
  hold_switch_lock
}
