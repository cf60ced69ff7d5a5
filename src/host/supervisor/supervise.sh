# supervise.sh: carries a deployment from lock to commit or rollback, whether
# or not anybody watches. It runs in the unit sdops-deploy-ID.
# Inputs: the order's variables. Outputs: the record; the log on stderr.
# Exit: 0; the outcome is in the record.
# shellcheck shell=sh
: "${goal:?}" "${wait_for_go:?}" "${go_limit:?}" "${contact_limit:?}"
: "${gate_limit:?}" "${old_system:?}" "${apps?}" "${old_apps?}"
: "${directory:?}" "${run_folder:?}" "${log:?}" "${candidate:?}"
: "${switch_exit=}" "${gate_cause=}" "${gate_detail=}" "${commit_cause=}"
: "${commit_detail=}" "${newly_failed=}" "${still_failing=}" "${recovered=}"
: "${lock_limit:?}" "${reload:?}" "${vendor:?}" "${driver_cause=}"
: "${driver_trouble=}" "${no_check:?}"
: "${app_words=}" "${busy_words=}" "${ready_limit:?}"

# apps_steady: the apps' processes are those that the local gate has seen.
apps_steady() {
  [ "$(app_states "$apps")" = "$(cat "$run_folder/apps-gate")" ]
}

# wait_word WORD LIMIT: 0 it came; 1 the deadline; 2 rejected; 3 others have
# switched; 4 an app's process has changed.
wait_word() {
  word_until=$(($(uptime_seconds) + $2))
  while :; do
    beat
    [ ! -f "$directory/reject" ] || return 2
    [ ! -f "$directory/$1" ] || return 0
    [ "$(uptime_seconds)" -lt "$word_until" ] || return 1
    [ "$1" = go ] || still_ours || return 3
    [ "$1" = go ] || apps_steady || return 4
    sleep 0.2
  done
}

wait_for_word_go() {
  [ "$wait_for_go" = 1 ] || return 0
  word=0
  wait_word go "$go_limit" || word=$?
  case $word in
    1) finish failed cause no-go detail "nobody said go within $go_limit s" ;;
    2) finish failed cause rejected detail "$(rejected_because)" ;;
  esac
}

# The plan's system still runs; it was so when we started, and may have waited.
check_unchanged() {
  now=$(current_system)
  [ "$now" = "$old_system" ] ||
    finish refused cause changed detail "/run/current-system is $now"
}

activate() {
  if [ "$reload" = 1 ]; then
    driver_ready ||
      finish refused cause "$driver_cause" detail "$driver_trouble"
  fi
  failing_units >"$run_folder/failed-before"
  [ "$vendor" != nvidia ] || smi_look before "$old_system"
  app_states "$old_apps $apps" | sort -u >"$run_folder/apps-before"
  cp "$run_folder/apps-before" "$run_folder/apps-old"
  note_before ||
    finish failed cause run-full detail "$run_folder can't be written to"
  record_set state activating ||
    finish failed cause record-unwritable detail "$directory"
  wait_idle || finish refused cause busy detail "$busy_words"
  [ ! -f "$directory/reject" ] ||
    finish failed cause rejected detail "$(rejected_because)"
  if [ "$reload" = 1 ]; then
    driver_out || roll_back "$driver_cause" "$driver_trouble"
  fi
  [ "$goal" = repair ] || switch_over
  if [ "$reload" = 1 ]; then
    driver_in || roll_back "$driver_cause" "$driver_trouble"
  fi
}

# nothing_done CAUSE DETAIL: before the switch, or it didn't begin: what was
# stopped for it starts again, and then the host is as it was.
nothing_done() {
  if [ "$reload" = 1 ]; then roll_back "$1" "$2"; fi
  if [ -f "$run_folder/stopped" ]; then
    start_stopped
    apps_back "$ready_limit" || stranded "$1" "$2; then $app_words"
  fi
  finish failed cause "$1" detail "$2"
}

switch_over() {
  # Once they are stopped, apps have written their last.
  stop_changed ||
    nothing_done state-unsaved "an app could not be stopped for a copy"
  save_state ||
    nothing_done state-unsaved "the apps' state could not be copied"
  app_states "$old_apps $apps" | sort -u >"$run_folder/apps-stopped"
  record_set phase switching || true
  log_before=$(stat -c %s "$log")
  lock_back=0
  switch_to "$candidate" test "$no_check" || lock_back=1
  tail -c "+$((log_before + 1))" "$log" >"$run_folder/activation-log"
  app_states "$old_apps $apps" | sort -u >"$run_folder/apps-now"
  same=0
  if [ "$(current_system)" = "$old_system" ] &&
    same_files "$run_folder/apps-stopped" "$run_folder/apps-now"; then
    same=1
  fi
  record_set activation-exit "$switch_exit" || true
  # shellcheck disable=SC2046 # two words
  set -- $(judge_activation "$switch_exit" "$run_folder/activation-log" "$same")
  detail="switch-to-configuration test: $switch_exit"
  case $1 in
    failed) nothing_done "$2" "$detail" ;;
    roll-back) roll_back "$2" "$detail" ;;
  esac
  [ "$lock_back" = 0 ] || roll_back switch-locked "others took the switch lock"
}

gate() {
  record_set state gating phase local ||
    roll_back record-unwritable "$directory"
  restart_apps "$candidate" "$old_system" "$apps"
  local_gate || roll_back "$gate_cause" "$gate_detail"
  restarted=$(sort -u "$run_folder/restarted" 2>/dev/null || true)
  record_set phase contact newly-failed "$(words "$newly_failed")" \
    still-failing "$(words "$still_failing")" \
    recovered "$(words "$recovered")" \
    users-failed "$(words "$(named_users)")" \
    restarted "$(words "$restarted")" ||
    roll_back record-unwritable "$directory"
  await contact "$contact_limit" no-contact
  record_set phase acknowledgement || roll_back record-unwritable "$directory"
  await acknowledge "$gate_limit" no-acknowledgement
  apps_steady || app_changed
}

# An app that dies while it starts was active for a moment.
app_changed() {
  for app in $apps; do show_unit "$app"; done
  gate_fails app-crashing "an app's process changed during the gate" || true
  roll_back "$gate_cause" "$gate_detail"
}

# await WORD LIMIT CAUSE
await() {
  word=0
  wait_word "$1" "$2" || word=$?
  case $word in
    1) roll_back "$3" "nothing came within $2 s" ;;
    2) roll_back rejected "$(rejected_because)" ;;
    3) conflict "system or profile is others' now" ;;
    4) app_changed ;;
  esac
}

end_well() {
  commit_result=0
  commit || commit_result=$?
  case $commit_result in
    1) roll_back "$commit_cause" "$commit_detail" ;;
    2) conflict "system or profile is others' now" ;;
  esac
  ending=committed
  [ -z "${newly_failed:-}" ] || ending=degraded
  finish "$ending" committed-generation "$(profile_generation)"
}

main() {
  umask 077
  mkdir -p "$run_folder"
  beat
  record_set state locked ||
    finish failed cause record-unwritable detail "$directory"
  wait_for_word_go
  hold_switch_lock ||
    finish refused cause switch-locked detail \
      "$(switch_lock_holder) held it for $lock_limit s"
  check_unchanged
  if [ "$goal" != boot ]; then
    activate
    gate
    case $goal in
      repair) finish repaired ;;
      test) finish tested ;;
    esac
  fi
  end_well
}
main </dev/null
