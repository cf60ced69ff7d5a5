# switch.sh: switch-to-configuration, run in a unit of its own that can be
# ended whole, and its lock, which we hold around it.
# Inputs: directory, id, system, activation_limit, lock_limit (seconds).
# Outputs: the functions; switch_exit: a code, `timeout` or `lost`.
# shellcheck shell=sh
: "${directory:?}" "${id:?}" "${activation_limit:?}" "${lock_limit:?}"
: "${root?}" "${old_system:?}"
run_folder=$root/run/sdops/$id
switch_unit=sdops-switch-$id.service
log=$directory/output

# beat: tells the dead-man that we live; in /run, which a full disk spares. It
# is written in place, which takes no room: /run may be full as well.
beat() {
  uptime_seconds 1<>"$run_folder/heartbeat" || true
}

# hold_switch_lock: takes the lock of switch-to-configuration; 1 when others
# still had it after lock_limit. It is descriptor 9 until let_switch_lock.
hold_switch_lock() {
  mkdir -p "$root/run/nixos"
  exec 9>>"$root/run/nixos/switch-to-configuration.lock"
  holding_until=$(($(uptime_seconds) + lock_limit))
  until flock -n 9; do
    beat
    [ "$(uptime_seconds)" -lt "$holding_until" ] || return 1
    sleep 0.2
  done
}

let_switch_lock() { flock -u 9 2>/dev/null || true; }

# What changes while a switch gets on: its output, and systemd's jobs. Our own
# dead-man's jobs come and go all the time.
switch_progress() {
  stat -c %s "$log" 2>/dev/null || true
  control list-jobs --plain --no-legend --no-pager 2>/dev/null |
    grep -v ' sdops-' || true
}

# run_switch SYSTEM ACTION NO_CHECK: once. Never with `check`, which would
# activate together with NIXOS_NO_CHECK=1.
run_switch() {
  switch_exit=lost
  rm -f "$run_folder/switch-exit"
  end_unit "$switch_unit" || return 0
  shell=$old_system/sw/bin/sh
  [ -x "$shell" ] || shell=/bin/sh
  let_switch_lock
  systemd-run --quiet --collect --unit="$switch_unit" \
    --setenv=NIXOS_NO_CHECK="$3" --setenv=PATH="$PATH" \
    --property=KillMode=control-group --property=TimeoutStopSec=10 \
    --property=StandardOutput="append:$log" \
    --property=StandardError="append:$log" \
    "$shell" "$directory/run-switch.sh" "$1" "$2" "$run_folder/switch-exit" \
    </dev/null 9>&- || return 0
  progress='' progress_at=$(uptime_seconds)
  while [ ! -f "$run_folder/switch-exit" ]; do
    beat
    if ! unit_alive "$switch_unit"; then
      # It may have ended between the two looks.
      [ -f "$run_folder/switch-exit" ] || return 0
      break
    fi
    progress_now=$(switch_progress)
    if [ "$progress_now" != "$progress" ]; then
      progress=$progress_now progress_at=$(uptime_seconds)
    elif [ $(($(uptime_seconds) - progress_at)) -ge "$activation_limit" ]; then
      say "no output and no job of systemd for $activation_limit s: ended"
      end_unit "$switch_unit" || true
      switch_exit=timeout
      return 0
    fi
    sleep 0.2
  done
  switch_exit=$(cat "$run_folder/switch-exit")
  # What the activation left running would go on behind our back.
  end_unit "$switch_unit" || switch_exit=lost
}

# switch_to SYSTEM ACTION NO_CHECK: until it isn't the lock that refuses.
# Returns 1 when its lock could not be had again afterwards.
switch_to() {
  switching_until=$(($(uptime_seconds) + lock_limit))
  while :; do
    run_switch "$@"
    say "switch-to-configuration $2 of ${1##*/}: exit $switch_exit"
    [ "$switch_exit" = 11 ] || break
    [ "$(uptime_seconds)" -lt "$switching_until" ] || break
    beat
    sleep 0.5
  done
  hold_switch_lock
}
