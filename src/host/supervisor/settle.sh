# settle.sh: between the gate and the commit: an app that dies soon.
# Inputs: apps, directory; gate_at, newly_failed, still_failing, recovered.
# Outputs: app_ended; settle. Both roll back where the candidate is to blame.
# needs: fails gate gate-gpu gate-units record rollback wake
# shellcheck shell=sh
: "${apps?}" "${directory:?}" "${gate_at=}" "${uptime=}"
: "${uptime_hundredths=}" "${newly_failed=}" "${still_failing=}"
: "${recovered=}" "${failed_cause=}" "${failed_detail=}"
again=0

# app_ended: soon after the gate has seen it, which an app that started again
# may do twice; or for good.
app_ended() {
  again=$((again + 1))
  see_uptime
  if [ "$again" -lt 3 ] &&
    [ "$uptime_hundredths" -lt $((gate_at + 300)) ]; then
    if gate_apps; then return; fi
  else
    for app in $apps; do show_unit "$app"; done
    fails gate app-crashing "an app's process changed during the gate" || true
  fi
  roll_back "$failed_cause" "$failed_detail"
}

# settle: what dies within 2 s of the gate's look isn't committed. Where the
# acknowledgement says that its process has made an image since, no time is
# waited for; all is looked at once more in any case.
settle() {
  read -r proof <"$directory/acknowledge" || proof=''
  while :; do
    case $proof$again in image0) ;; *) wait_two_seconds ;; esac
    [ ! -f "$directory/reject" ] || roll_back rejected "$(rejected_because)"
    ! apps_steady || break
    app_ended
  done
  gate_xids || roll_back "$failed_cause" "$failed_detail"
  known="$newly_failed, $still_failing, $recovered"
  gate_units || roll_back "$failed_cause" "$failed_detail"
  [ "$newly_failed, $still_failing, $recovered" = "$known" ] ||
    record_set newly-failed "$newly_failed" still-failing "$still_failing" \
      recovered "$recovered" || roll_back record-unwritable "$directory"
}

# wait_two_seconds: for what is left of them.
wait_two_seconds() {
  see_uptime
  left=$((gate_at + 200 - uptime_hundredths))
  [ "$left" -gt 0 ] || return 0
  hundredths=$((left % 100))
  case $hundredths in ?) hundredths=0$hundredths ;; esac
  sleep "$((left / 100)).$hundredths"
  beat
}
