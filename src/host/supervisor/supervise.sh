# supervise.sh: carries a deployment from lock to commit or rollback, whether
# or not anybody watches. It runs in the unit sdops-deploy-ID.
# Inputs: the order's variables. Outputs: the record; the log on stderr.
# Exit: 0; the outcome is in the record.
# needs: app-state apps before boot-once commit drain driver-reload failures
# needs: gate old-proof order-record record rollback scratch settle switch
# needs: switch-lock systems verdict wake
# shellcheck shell=sh
: "${goal:?}" "${wait_for_go:?}" "${go_limit:?}" "${contact_limit:?}"
: "${gate_limit:?}" "${old_system:?}" "${apps?}" "${old_apps?}" "${directory:?}"
: "${run_folder:?}" "${log:?}" "${candidate:?}" "${switch_exit=}"
: "${failed_cause=}" "${failed_detail=}" "${newly_failed=}" "${still_failing=}"
: "${recovered=}" "${lock_limit:?}" "${reload:?}" "${no_check:?}"
: "${app_words=}" "${drain_cause=}" "${drain_words=}" "${ready_limit:?}"
: "${gate_at=}" "${value=}" "${uptime=}" "${uptime_hundredths=}" "${states=}"
: "${failing=}" "${text=}"

# wait_word WORD: until word_until. 0 it came; 1 the deadline; 2 rejected;
# 3 others have switched; 4 an app's process has ended. Before the gate there is
# nothing to watch yet.
wait_word() {
  see_uptime
  while :; do
    [ ! -f "$directory/reject" ] || return 2
    [ ! -f "$directory/$1" ] || return 0
    [ "$uptime" -lt "$word_until" ] || return 1
    [ "$1" = go ] || seems_ours || return 3
    [ "$1" = go ] || processes_last || return 4
    pause
  done
}

wait_for_word_go() {
  [ "$wait_for_go" = 1 ] || return 0
  # What never changes is found out meanwhile, and what seldom does.
  closure
  old_closure || true
  leaves_running || look_before || true
  see_uptime
  word=0 word_until=$((uptime + go_limit))
  wait_word go || word=$?
  case $word in
    1) finish failed cause no-go detail "no go-ahead within $go_limit s" ;;
    2) finish failed cause rejected detail "$(rejected_because)" ;;
  esac
}

# The plan's system still runs; it was so when we started, and may have waited.
check_unchanged() {
  is_current "$old_system" || finish refused cause changed \
    detail "/run/current-system is $(current_system)"
}

activate() {
  if [ "$reload" = 1 ]; then
    driver_ready ||
      finish refused cause "$failed_cause" detail "$failed_detail"
  fi
  look_before_again ||
    finish failed cause run-full detail "can't write to $run_folder"
  refuse_hung_gpu
  record_set state activating phase '' ||
    finish failed cause record-unwritable detail "$directory"
  [ ! -f "$directory/reject" ] ||
    finish failed cause rejected detail "$(rejected_because)"
  if [ "$reload" = 1 ]; then
    driver_out || roll_back "$failed_cause" "$failed_detail"
  fi
  [ "$goal" = repair ] || switch_over
  if [ "$reload" = 1 ]; then
    driver_in || roll_back "$failed_cause" "$failed_detail"
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
    nothing_done state-unsaved "an app could not be stopped to copy its state"
  save_state ||
    nothing_done state-unsaved "the apps' state could not be copied"
  app_states "$old_apps $apps"
  stopped_states=$states
  [ "$reload" = 0 ] || record_set phase switching || true
  log_before=$(stat -c %s "$log")
  lock_back=0
  switch_to "$candidate" test "$no_check" || lock_back=1
  tail -c "+$((log_before + 1))" "$log" >"$run_folder/activation-log"
  keep_out
  app_states "$old_apps $apps"
  same=0
  if is_current "$old_system" && [ "$states" = "$stopped_states" ]; then
    same=1
  fi
  # shellcheck disable=SC2046 # two words
  set -- $(judge_activation "$switch_exit" "$run_folder/activation-log" "$same")
  # Where it goes on, the gate writes it with its own first word.
  [ "$1" = gate ] || record_set activation-exit "$switch_exit" || true
  detail="switch-to-configuration test: $switch_exit"
  case $1 in
    failed) nothing_done "$2" "$detail" ;;
    roll-back)
      fails activate "$2" "$detail" ||
        roll_back "$failed_cause" "$failed_detail" ;;
  esac
  [ "$lock_back" = 0 ] ||
    roll_back switch-locked "another process took the switch lock"
}

gate() {
  record_set state gating phase local activation-exit "$switch_exit" ||
    roll_back record-unwritable "$directory"
  # Else the switch's own look is the last.
  [ "$goal$reload" = switch0 ] || look_at "$apps"
  restart_apps "$candidate" "$old_system" "$apps"
  local_gate || roll_back "$failed_cause" "$failed_detail"
  file_text "$run_folder/restarted"
  restarted=''
  for app in $text; do
    case " $restarted " in *" $app "*) continue ;; esac
    restarted="$restarted${restarted:+ }$app"
  done
  users_failed=''
  ! complains || users_failed=$(named_users)
  record_set phase contact newly-failed "$newly_failed" \
    still-failing "$still_failing" recovered "$recovered" \
    users-failed "$users_failed" restarted "$restarted" ||
    roll_back record-unwritable "$directory"
  await contact "$contact_limit" no-contact
  record_set phase acknowledgement || roll_back record-unwritable "$directory"
  await acknowledge "$gate_limit" no-acknowledgement
  settle
}

# await WORD LIMIT CAUSE
await() {
  see_uptime
  word=4 word_until=$((uptime + $2))
  while [ "$word" != 0 ]; do
    word=0
    wait_word "$1" || word=$?
    case $word in
      1) roll_back "$3" "no answer within $2 s" ;;
      2) roll_back rejected "$(rejected_because)" ;;
      3) conflict "somebody else switched the host" ;;
      4) app_ended ;;
    esac
  done
}

end_well() {
  commit_result=0
  commit || commit_result=$?
  case $commit_result in
    1) roll_back "$failed_cause" "$failed_detail" ;;
    2) conflict "somebody else switched the host" ;;
  esac
  ending=committed
  [ -z "${newly_failed:-}" ] || ending=degraded
  finish "$ending" committed-generation "$(profile_generation)"
}

# booted: a candidate that was booted once is proven as any other.
booted() {
  hold_switch_lock || roll_back switch-locked "another process has the lock"
  keep_out
  gate
  end_well
}

main() {
  umask 077
  [ -d "$run_folder" ] || mkdir -p "$run_folder"
  beat
  open_wake
  recorded phase
  [ "$value" != booted ] || booted
  record_set state locked ||
    finish failed cause record-unwritable detail "$directory"
  wait_for_word_go
  refuse_hung_gpu
  [ "$goal" != stage ] || refuse_no_one_shot
  leaves_running || drain ||
    finish refused cause "$drain_cause" detail "$drain_words"
  hold_switch_lock ||
    finish refused cause switch-locked detail \
      "$(switch_lock_holder) held it for $lock_limit s"
  check_unchanged
  [ "$goal" != reboot ] || boot_once
  if ! leaves_running; then
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
