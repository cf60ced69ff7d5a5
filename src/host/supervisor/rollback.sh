# rollback.sh: the old system back, by store path; and how a deployment ends.
# Inputs: as commit.sh and apps.sh; old_apps. Outputs: finish, roll_back; both
# end the script.
# needs: prelude app-state apps cgroup commit driver-reload give-back go-down
# needs: loader lock one-shot
# needs: old-proof record scratch switch systems wake way-back
# shellcheck shell=sh
: "${candidate:?}" "${old_system:?}" "${old_apps?}" "${id:?}" "${root?}"
: "${run_folder:?}" "${ready_limit:?}" "${switch_unit:?}" "${profile_link:?}"
: "${old_generation?}" "${goal:?}" "${put_back_detail=}" "${switch_exit=}"
: "${failed_detail=}" "${old_trouble=}" "${down=}" "${test_trouble=}"
: "${vendor:?}" "${value=}" "${states=}" "${jobs_waiting=}"

# finish STATE KEY VALUE …: the final record; then everything is let go.
finish() {
  final=$1
  shift
  release_driver
  give_back
  say "ended: $final"
  record_set state "$final" jobs-waiting "$jobs_waiting" "$@" ||
    say "the record could not be written"
  audit || true
  let_switch_lock
  make_room
  lock_release
  rm -rf "$root/nix/var/nix/gcroots/sdops/$id"
  # The dead-man would do the same on its next turn.
  control stop --no-block "sdops-deadman-$id.timer" || true
  # So would the guard of a system that was booted once.
  [ "$goal" != reboot ] ||
    control stop --no-block "sdops-one-shot-$id.timer" 2>/dev/null || true
  ticker_end
  exit 0
}

# stranded CAUSE DETAIL [COMMAND]: what to type on a console is the way back.
stranded() {
  by_hand=${3:-}
  recorded commit-begun
  [ -n "$by_hand" ] ||
    by_hand=$(way_back "$old_system" "$old_generation" "$value")
  finish stranded cause "$1" detail "$2" console-command "$by_hand"
}

conflict() {
  finish conflict cause switched-by-others detail "$1" console-command \
    "$(way_back "$old_system" "$old_generation" 0)"
}

# by_reboot: the old system has had another library than module since before,
# and no activation brings them together; prints what does.
by_reboot() {
  [ "$vendor" = nvidia ] && [ -z "$loader_trouble" ] || return 0
  mixed_library=$(driver_library)
  [ -z "$mixed_library" ] || [ "$(driver_module)" = "$mixed_library" ] ||
    echo "systemctl reboot"
}

# was_booted: whether the candidate of a one-shot boot runs.
was_booted() {
  recorded booted-once
  [ "$value" = 1 ]
}

# boot_back CAUSE DETAIL: from a candidate that was booted once. Who looks at
# the record after this boot closes it (closing.sh).
boot_back() {
  put_state_back || say "the apps' state could not be put back"
  boot_now=$(boot_default)
  # Who was booted unproven may have a loader that can't be read.
  recorded unproven
  case $value$boot_now in 1unknown*) boot_now=$old_system ;; esac
  { [ "$boot_now" = "$old_system" ] && [ "$candidate" != "$old_system" ]; } ||
    stranded "$1" "$2; a reboot starts $boot_now"
  say "rebooting into ${old_system##*/}"
  go_down
  stranded "$1" "$2; the host is still up two minutes after the reboot" \
    "systemctl reboot"
}

# roll_back CAUSE DETAIL
roll_back() {
  cause=$1 detail=$2
  say "rolling back: $cause: $detail"
  record_set state rolling-back cause "$cause" detail "$detail" || true
  make_room
  # An orphan of the interrupted run could move current-system once more.
  end_unit "$switch_unit" ||
    stranded processes-left "processes of the activation can't be killed"
  now=$(current_system)
  case $now in
    "$candidate" | "$old_system") ;;
    *) conflict "/run/current-system is $now" ;;
  esac
  loader_trouble=''
  # What is on its way into a boot doesn't get there any more.
  if [ "$goal" = reboot ] && ! was_booted; then one_shot_clear || true; fi
  recorded commit-begun
  if [ "$value" = 1 ]; then
    put_back || loader_trouble=$put_back_detail
  fi
  if [ "$goal" = reboot ]; then
    [ -z "$loader_trouble" ] || stranded "$cause" "$detail; $loader_trouble"
    ! was_booted || boot_back "$cause" "$detail"
    start_stopped
    finish failed cause "$cause" detail "$detail"
  fi
  if ! leaves_running; then
    driver_clear || true
    state_lost=''
    put_state_back || state_lost="the apps' state could not be put back"
    app_states "$old_apps"
    printf '%s' "$states" >"$run_folder/apps-old" || true
    test_trouble=''
    [ "$goal" = repair ] || test_old
    now=$(current_system)
    if [ "$now" != "$old_system" ]; then
      record_set rollback-exit "$switch_exit" || true
      stranded "$cause" \
        "$detail; the rollback exited with $switch_exit; $now runs"
    fi
    driver_lost=''
    driver_back || driver_lost=$failed_detail
    look_at "$old_apps"
    restart_apps "$old_system" "$candidate" "$old_apps"
    prove_old
    old_trouble=${old_trouble:-$state_lost}
    record_set apps-down "$(words "$down")" rollback-exit "$switch_exit" || true
    [ -z "$old_trouble" ] || [ -n "$driver_lost" ] ||
      stranded "$cause" "$detail; the old system isn't back: $old_trouble" \
        "$(by_reboot)"
  fi
  [ -z "$loader_trouble" ] || stranded "$cause" "$detail; $loader_trouble"
  # What boots is the old system, with its own driver.
  [ -z "${driver_lost:-}" ] ||
    stranded "$cause" "$detail; then $driver_lost" "systemctl reboot"
  if leaves_running; then
    finish failed cause "$cause" detail "$detail"
  fi
  finish rolled-back cause "$cause" detail "$detail"
}
