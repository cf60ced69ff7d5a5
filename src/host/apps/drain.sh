# drain.sh: before ComfyUI's process is stopped, no client reaches it any more,
# what it still has to do is on the disk, and nothing runs. How long its running
# job is waited for is the policy's.
# Inputs: old_system, candidate, old_apps, touched, reload, hold_units,
# app_restart (now, drained, when-idle), quiet_hours, idle_limit (seconds),
# ready_limit, login (the user that sdops comes as).
# Outputs: drain: 0; 1 with drain_cause and drain_words. keep_out.
# needs: prelude apps cgroup give-back intake job-queue quiet-hours record
# needs: scratch systems wake
# shellcheck shell=sh disable=SC2034
: "${old_system:?}" "${candidate:?}" "${old_apps?}" "${touched?}"
: "${app_restart:?}" "${idle_limit:?}" "${ready_limit:?}" "${login?}"
: "${reload:?}" "${hold_units?}" "${directory:?}" "${run_folder:?}"
: "${quiet_hours?}" "${uptime=}" "${tools:?}" "${queue_unit:?}"
: "${job_folder:?}" "${job_url=}"

# loses_process: whether ComfyUI, which runs, is about to be stopped.
loses_process() {
  case " $old_apps " in *" $queue_unit "*) ;; *) return 1 ;; esac
  case " $touched " in *" $queue_unit "*) return 0 ;; esac
  ! unit_differs "$old_system" "$candidate" "$queue_unit" || return 0
  [ "$reload" = 1 ] || return 1
  case " $hold_units " in *" $queue_unit "*) return 0 ;; esac
  return 1
}

# ports_in SYSTEM…: ComfyUI's, with commas between.
ports_in() {
  for ports_system in "$@"; do
    "$tools/jq" -r '.apps[]? | select(.unit == "comfyui.service") | .port' \
      "$ports_system/etc/sdops/host.json" 2>/dev/null </dev/null || true
  done | grep -x '[0-9]\{1,5\}' | sort -u | paste -s -d , -
}

# keep_out: clients. Once more after an activation: a firewall's own may have
# taken the table away.
keep_out() {
  [ -f "$run_folder/queue-held" ] || return 0
  out_ports=$(ports_in "$old_system" "$candidate")
  out_login=$(exec id -u -- "$login" 2>/dev/null) || out_login=''
  [ "$out_login" != 0 ] || out_login=''
  close_intake "$out_ports" "$out_login" ||
    say "clients can't be kept away from ComfyUI"
}

# rejected_now: then nothing is waited for any more.
rejected_now() { [ -f "$directory/reject" ]; }

# none_left COMMAND: whether its count is 0, or an app without a process has
# none. drain_count is what it said; empty, and 0, once it hasn't answered for
# as long as an app gets to come up.
none_left() {
  ! rejected_now || return 0
  drain_count=$("$1")
  if [ -z "$drain_count" ]; then
    if ! unit_alive "$queue_unit"; then
      drain_count=0
      return 0
    fi
    [ "$uptime" -ge "$silent_until" ]
    return
  fi
  silent_until=$((uptime + ready_limit))
  [ "$drain_count" != 0 ] || return 0
  [ "$drain_count" = "$drain_said" ] || say "ComfyUI: $drain_count in the queue"
  drain_said=$drain_count
  return 1
}

# none_left_in_hours: and the hour is right.
none_left_in_hours() {
  none_left jobs_left || return 1
  ! rejected_now && ! in_hours "$quiet_hours" || return 0
  [ "$drain_said" = hours ] || say "ComfyUI is left running until $quiet_hours"
  drain_said=hours
  return 1
}

# until_idle: clients are let in until nothing is left to do; then it must be so
# with the door closed.
until_idle() {
  see_uptime
  idle_until=$((uptime + idle_limit))
  while [ "$uptime" -lt "$idle_until" ]; do
    wait_until "$((idle_until - uptime))" none_left_in_hours || return 1
    keep_out
    ! none_left jobs_left || return 0
    open_intake
    see_uptime
  done
  return 1
}

# saved: or nobody is there whose jobs could be.
saved() { rejected_now || save_jobs || ! unit_alive "$queue_unit"; }

drain_fails() {
  drain_cause=$1 drain_words=$2
  return 1
}

# Their words are read by failure-of-record.ts.
drain_busy() {
  drain_fails busy \
    "$queue_unit has unfinished jobs after $idle_limit s: $drain_count"
}
drain_silent() {
  if ! jobs_have_room; then
    drain_fails disk-full "$job_folder can't take the jobs of $queue_unit"
    return 1
  fi
  drain_fails silent "$queue_unit doesn't tell its jobs at $job_url"
}

drain_jobs() {
  if [ "$app_restart" = when-idle ]; then
    until_idle || drain_busy || return 1
  fi
  keep_out
  if ! wait_until "$ready_limit" saved; then
    [ "$app_restart" = now ] || drain_silent || return 1
  fi
  if [ "$app_restart" = now ]; then
    interrupt_job || true
    wait_until 10 none_left jobs_running || true
    return 0
  fi
  wait_until "$idle_limit" none_left jobs_running || drain_busy || return 1
  [ -n "$drain_count" ] || drain_silent
}

drain() {
  loses_process || return 0
  url_in "$old_system"
  [ -n "$job_url" ] || return 0
  see_uptime
  silent_until=$((uptime + ready_limit)) drain_said='' drain_count=0
  record_set phase draining || true
  : >"$run_folder/queue-held" ||
    drain_fails run-full "can't write to $run_folder" ||
    return 1
  drain_jobs || return 1
  forget_done || true
  drain_count=$(jobs_on_disk)
  [ "$drain_count" = 0 ] || say "saved $drain_count jobs of ComfyUI"
  record_set jobs-saved "$drain_count" || true
}
