# gate.sh: the local half of the gate: what the host itself can prove.
# Inputs: candidate, apps, ready_limit.
# Outputs: local_gate: 0, or 1 with failed_cause and failed_detail. gate_apps,
# apps_steady, processes_last: to look again.
# needs: prelude apps fails failures gate-gpu gate-units record scratch systems
# needs: wake
# shellcheck shell=sh disable=SC2034
: "${candidate:?}" "${apps?}" "${ready_limit:?}" "${run_folder:?}" "${nl:?}"
: "${directory:?}" "${root?}" "${said=}" "${trouble=}" "${states=}" "${words=}"
: "${uptime=}" "${uptime_hundredths=}"

# rejected_because: the reason that came with `reject`.
rejected_because() { cat "$directory/reject"; }

# process_began PID: began is when, as the kernel counts; empty when it is over.
process_began() {
  began=''
  read -r began_stat <"$root/proc/$1/stat" || return 0
  # shellcheck disable=SC2086 # splitting is what it does
  set -- ${began_stat##*) }
  case $1 in Z* | X*) ;; *) began=${20} ;; esac
} 2>/dev/null

# gate_apps: all active and run by the candidate, by apps_until. gate_states is
# what they were then, gate_at when that was.
gate_apps() {
  while :; do
    if [ -f "$directory/reject" ]; then
      fails gate rejected "$(rejected_because)"
      return 1
    fi
    app_states "$apps"
    trouble=''
    for app in $apps; do
      app_trouble "$app" "$candidate"
      [ -z "$trouble" ] || break
    done
    if [ -z "$trouble" ]; then
      see_uptime
      gate_at=$uptime_hundredths gate_states=$states
      watch_processes
      return 0
    fi
    # One that starts again and again fails in the end, by systemd's own limit.
    unit_says "$app" NRestarts
    if [ "${said:-0}" -ge 3 ]; then
      trouble="app-crashing $app was restarted $said times"
      apps_until=0
    fi
    case $trouble in *'is failed ('*) apps_until=0 ;; esac
    if [ "$uptime" -ge "$apps_until" ]; then
      show_unit "$app"
      fails gate "${trouble%% *}" "${trouble#* }"
      return 1
    fi
    pause
  done
}

# watch_processes: watched is "PID BEGAN" of each app's main process, a line
# each: the kernel tells of its end without a question to systemd. unwatched is
# the apps without one.
watch_processes() {
  watched='' unwatched=''
  for app in $apps; do
    unit_says "$app" MainPID
    if [ "${said:-0}" = 0 ]; then
      unwatched="$unwatched $app"
      continue
    fi
    watched_pid=$said
    process_began "$watched_pid"
    watched="$watched$watched_pid $began$nl"
  done
}

# processes_last: whether all of them still run.
processes_last() {
  watched_left=$watched
  while [ -n "$watched_left" ]; do
    watched_line=${watched_left%%"$nl"*}
    watched_left=${watched_left#*"$nl"}
    process_began "${watched_line% *}"
    [ -n "$began" ] && [ "$began" = "${watched_line#* }" ] || return 1
  done
}

# apps_steady: the apps' processes are those that the gate has seen. Of one
# without a process systemd is asked.
apps_steady() {
  if [ -z "$unwatched" ]; then
    processes_last
    return
  fi
  app_states "$apps"
  [ "$states" = "$gate_states" ]
}

# closure: the candidate's store paths, in a file.
closure() {
  [ -s "$run_folder/closure" ] ||
    nix-store --query --requisites "$candidate" \
      >"$run_folder/closure" </dev/null 7>&- 9>&- || true
}

local_gate() {
  newly_failed='' still_failing='' recovered='' named='' shown=''
  if ! is_current "$candidate"; then
    fails gate not-current "/run/current-system is $(current_system)"
    return 1
  fi
  closure
  if run_is_full; then
    fails gate run-full "there is no room for the gate's own files" || return 1
  fi
  if complains; then
    to_words "$(named_units || true)"
    named=$words
  fi
  see_uptime
  apps_until=$((uptime + ready_limit))
  gate_gpu && gate_apps && gate_units
}
