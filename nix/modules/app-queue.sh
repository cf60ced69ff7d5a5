# app-queue.sh: /etc/sdops/app-queue: what comfyui.service does for its queue
# whenever it stops or starts, whoever asked for it. Its text isn't part of the
# unit, so that another one restarts nothing.
# Inputs: $1 starting, stop, stopped, give or restart; root, state_root, port,
# tools, job_url, app_restart, quiet_hours; intake.sh, job-queue.sh and
# quiet-hours.sh.
# Exit: 0; of give 1: to be tried again.
# shellcheck shell=sh
: "${root?}" "${state_root:?}" "${port:?}" "${job_folder:?}" "${job_url:?}"
: "${app_restart:?}" "${quiet_hours?}"
app_unit=comfyui.service
started=$root/run/sdops/started pending=$root/run/sdops/pending

# held: a deployment has the queue in hand, and gives back what it has saved.
held() {
  for held_file in "$root"/run/sdops/*/queue-held; do
    [ ! -e "$held_file" ] || return 0
  done
  return 1
}

# alone: two at once would give a job twice.
alone() {
  mkdir -p "$job_folder"
  chmod 0700 "$job_folder"
  exec 6>>"$job_folder/lock"
  flock -w 30 6
}

unit_now() { readlink -f "$root/etc/systemd/system/$app_unit"; }

# where_it_runs: the process may be of an older system, at another address.
where_it_runs() {
  started_unit=''
  [ -f "$started" ] || return 0
  { read -r started_unit && read -r job_url && read -r port; } <"$started"
}

# starting: what is said of the process from here on.
starting() {
  mkdir -p "${started%/*}"
  printf '%s\n' "$(unit_now)" "$job_url" "$port" >"$started"
  rm -f "$pending/$app_unit"
  [ "$(jobs_on_disk)" != 0 ] || return 0
  # Who holds the queue has closed it, unless a boot came between.
  if held && intake_closed; then return 0; fi
  close_intake "$port" '' || say "clients can already send jobs"
}

# by_switch: whether an activation is at work, which the policy is about. By
# hand, or when the machine goes down, nobody's job is waited for.
by_switch() {
  by_lock=$root/run/nixos/switch-to-configuration.lock
  [ -e "$by_lock" ] && ! flock -n "$by_lock" true
}

# patience: how many looks at the running job, five a second: a minute for an
# activation, which leaves systemd half a minute of its own.
patience() {
  if [ "$app_restart" = now ] || held || ! by_switch; then echo 0
  else echo 300; fi
}

# stop: who waits for the running job is told that it was interrupted; it runs
# again when the app is back. SIGTERM, which systemd sends next, ends the
# process at once; SIGINT would abort it while torch works.
stop() {
  where_it_runs
  held || close_intake "$port" '' || say "clients can still send jobs"
  save_jobs || say "the queue of ComfyUI could not be saved"
  stop_left=$(patience)
  until [ "$stop_left" -le -10 ]; do
    case $(jobs_running) in '' | 0) break ;; esac
    [ "$stop_left" != 0 ] || interrupt_job || break
    stop_left=$((stop_left - 1))
    sleep 0.2
  done
  # Some were done while they were written down.
  forget_done || true
}

# give: jobs that wait on the disk. An app that answers and takes none for two
# minutes gets its clients back.
give() {
  give_rounds=0
  while ! held; do
    if give_jobs; then
      open_intake
      return 0
    fi
    [ -z "$(jobs_left)" ] || give_rounds=$((give_rounds + 1))
    [ "$give_rounds" -lt 120 ] || break
    sleep 1
  done
  held || open_intake
  return 1
}

# is_old: it runs, and was started as another system defines it.
is_old() {
  where_it_runs
  [ -n "$started_unit" ] && [ "$started_unit" != "$(unit_now)" ] &&
    systemctl --quiet is-active "$app_unit"
}

# restart: once it has nothing to do and the hour is right; what waits for that
# is told by the file.
restart() {
  while is_old; do
    if ! held; then
      mkdir -p "$pending"
      : >"$pending/$app_unit"
      if in_hours "$quiet_hours" && [ "$(jobs_left)" = 0 ]; then
        close_intake "$port" '' || true
        if [ "$(jobs_left)" = 0 ]; then
          systemctl restart "$app_unit"
          break
        fi
        open_intake
      fi
    fi
    sleep 5
  done
  rm -f "$pending/$app_unit"
}

case $1 in
  starting) starting ;;
  stop) alone && stop ;;
  stopped) held || open_intake ;;
  give) alone && give ;;
  restart) restart ;;
esac
