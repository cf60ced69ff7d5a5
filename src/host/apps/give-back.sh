# give-back.sh: at the end of a deployment, the jobs that it has saved go to the
# ComfyUI that runs then, and clients are let in again.
# Inputs: candidate, directory, run_folder, ready_limit, id.
# Outputs: url_in; give_back, which sets jobs_waiting, how many it didn't take.
# needs: prelude cgroup intake job-queue record scratch systems wake
# shellcheck shell=sh disable=SC2034
: "${candidate:?}" "${directory:?}" "${run_folder:?}" "${ready_limit:?}"
: "${id:?}" "${job_folder:?}" "${job_url=}"
tools=$candidate/etc/sdops/tools/bin
queue_unit=comfyui.service

# url_in SYSTEM: job_url is where its own ComfyUI listens; empty without one.
url_in() {
  job_url=$("$tools/jq" -r '.apps[]? | select(.unit == "comfyui.service" and
    .kind != "custom") | .url // empty' "$1/etc/sdops/host.json" \
    2>/dev/null </dev/null) || job_url=''
}

# give_back: where the app doesn't come in time, or the system has none, the
# jobs stay on the disk.
give_back() {
  jobs_waiting=0
  [ -f "$run_folder/queue-held" ] || return 0
  url_in "$(current_system)"
  if [ "$(jobs_on_disk)" != 0 ] && [ -n "$job_url" ] &&
    unit_alive "$queue_unit"; then
    wait_until "$ready_limit" give_jobs ||
      say "ComfyUI doesn't take its saved jobs yet"
  fi
  jobs_waiting=$(jobs_on_disk)
  [ "$jobs_waiting" = 0 ] || give_later ||
    say "jobs are left in $job_folder"
  open_intake
  rm -f "$run_folder/queue-held"
}

# give_later: in a unit of its own, which takes as long as it takes.
give_later() {
  later_shell=$(current_system)/sw/bin/sh
  [ -x "$later_shell" ] || later_shell=/bin/sh
  systemd-run --quiet --collect --unit="sdops-restore-$id" \
    --property=StandardOutput="append:$directory/output" \
    --property=StandardError="append:$directory/output" \
    "$later_shell" "$directory/restore.sh" </dev/null 7>&- 9>&-
}
