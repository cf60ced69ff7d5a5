# restore.sh: gives ComfyUI the jobs that a deployment has left on the disk, as
# soon as it answers. It runs in the unit sdops-restore-ID.
# Inputs: the order's variables. Outputs: the log on stderr. Exit: 0.
# needs: give-back intake job-queue systems
# shellcheck shell=sh
: "${job_folder:?}" "${job_url=}"

# An hour: an app that starts by then starts at all. At its next start, its own
# unit tries again.
main() {
  umask 077
  mkdir -p "$job_folder"
  exec 6>>"$job_folder/lock"
  flock 6
  tries=0
  while [ "$tries" -lt 3600 ]; do
    url_in "$(current_system)"
    [ -n "$job_url" ] || break
    ! give_jobs || break
    tries=$((tries + 1))
    sleep 1
  done
  open_intake
}
main </dev/null
