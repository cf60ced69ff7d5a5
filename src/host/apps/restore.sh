# restore.sh: gives ComfyUI the jobs that a deployment has left on the disk, as
# soon as it answers; before that, apps' state, after a boot that ended the
# deployment. It runs in the unit sdops-restore-ID.
# Inputs: the order's variables. Outputs: the log on stderr. Exit: 0.
# needs: prelude give-back intake job-queue record saved-state systems
# shellcheck shell=sh
: "${job_folder:?}" "${job_url=}" "${directory:?}" "${left_folders=}"
: "${value=}"

# state_back: of apps that don't run, or never came up with what the candidate
# has left them. What one has written since is worth more than a copy.
state_back() {
  recorded state
  [ "$value" = rolled-back ] || return 0
  left_over "$directory"
  while read -r saved; do
    [ -n "$saved" ] || continue
    read -r unit <"$saved/unit"
    if systemctl --quiet is-active "$unit"; then
      say "$unit runs with the candidate's state; the earlier one is in $saved"
      continue
    fi
    systemctl stop "$unit" || true
    put_family "$saved" || say "the state of $unit could not be restored"
    say "restored the state of $unit"
    systemctl start --no-block "$unit" || true
  done <<END
$left_folders
END
  [ -z "$left_folders" ] || state_is_back "$directory"
}

# An hour: an app that starts by then starts at all. At its next start, its own
# unit tries again.
main() {
  umask 077
  state_back
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
