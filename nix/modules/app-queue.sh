# app-queue.sh: /etc/sdops/app-queue: what comfyui.service does for its queue
# whenever it stops or starts, whoever asked for it. Its text isn't part of the
# unit, so that another one restarts nothing.
# Inputs: $1 starting, stop, stopped or give; root, state_root, port, tools,
# job_url; intake.sh and job-queue.sh. Exit: 0; of give 1: to be tried again.
# shellcheck shell=sh
: "${root?}" "${state_root:?}" "${port:?}" "${job_folder:?}"

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

# stop: who waits for the running job is told that it was interrupted; it runs
# again when the app is back. SIGTERM, which systemd sends next, ends the
# process at once; SIGINT would abort it while torch works.
stop() {
  held || close_intake "$port" '' || say "clients can still send jobs"
  save_jobs || say "the queue of ComfyUI could not be saved"
  stop_rounds=0
  until [ "$stop_rounds" -ge 10 ]; do
    case $(jobs_running) in '' | 0) break ;; esac
    [ "$stop_rounds" != 0 ] || interrupt_job || break
    stop_rounds=$((stop_rounds + 1))
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

case $1 in
  starting)
    held || [ "$(jobs_on_disk)" = 0 ] || close_intake "$port" '' ||
      say "clients can already send jobs" ;;
  stop) alone && stop ;;
  stopped) held || open_intake ;;
  give) alone && give ;;
esac
