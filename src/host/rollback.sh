# rollback.sh: the old system back, by store path; and how a deployment ends.
# Inputs: as commit.sh and apps.sh; old_apps. Outputs: finish, roll_back; both
# end the script.
# shellcheck shell=sh
: "${candidate:?}" "${old_system:?}" "${old_apps?}" "${id:?}" "${root?}"
: "${run_folder:?}" "${ready_limit:?}" "${switch_unit:?}" "${profile_link:?}"
: "${old_generation?}" "${goal:?}" "${put_back_detail=}" "${switch_exit=}"
: "${driver_trouble=}"

# finish STATE KEY VALUE …: the final record; then everything is let go.
finish() {
  final=$1
  shift
  release_driver
  say "ends as $final"
  record_set state "$final" "$@" || say "the record could not be written"
  audit || true
  let_switch_lock
  lock_release
  rm -rf "$root/nix/var/nix/gcroots/sdops/$id"
  # The dead-man would do the same on its next turn.
  control stop --no-block "sdops-deadman-$id.timer" || true
  exit 0
}

# stranded CAUSE DETAIL [COMMAND]: what to type on a console is the way back.
stranded() {
  [ -z "${3:-}" ] ||
    finish stranded cause "$1" detail "$2" console-command "$3"
  by_hand="NIXOS_NO_CHECK=1 $old_system/bin/switch-to-configuration"
  if [ "$(record_get commit-begun)" = 1 ]; then
    by_hand="nix-env -p $profile_link --switch-generation $old_generation;"
    by_hand="$by_hand NIXOS_NO_CHECK=1"
    by_hand="$by_hand $old_system/bin/switch-to-configuration switch"
  else
    by_hand="$by_hand test"
  fi
  finish stranded cause "$1" detail "$2" console-command "$by_hand"
}

conflict() {
  finish conflict cause switched-by-others detail "$1" console-command \
    "NIXOS_NO_CHECK=1 $old_system/bin/switch-to-configuration test"
}

# apps_return: waits for what the old system served with; prints what is down.
apps_return() {
  return_until=$(($(uptime_seconds) + ready_limit))
  for app in $old_apps; do
    [ "$(state_before "$app" 2)" = active ] || continue
    while [ "$(unit_fact "$app" ActiveState)" != active ]; do
      beat
      if [ "$(uptime_seconds)" -ge "$return_until" ]; then
        echo "$app"
        break
      fi
      sleep 0.3
    done
  done
}

# roll_back CAUSE DETAIL
roll_back() {
  cause=$1 detail=$2
  say "rolls back: $cause: $detail"
  record_set state rolling-back cause "$cause" detail "$detail" || true
  # An orphan of the interrupted run could move current-system once more.
  end_unit "$switch_unit" ||
    stranded processes-left "processes of the activation cannot be ended"
  now=$(current_system)
  case $now in
    "$candidate" | "$old_system") ;;
    *) conflict "/run/current-system is $now" ;;
  esac
  loader_trouble=''
  if [ "$(record_get commit-begun)" = 1 ]; then
    put_back || loader_trouble=$put_back_detail
  fi
  if [ "$goal" != boot ]; then
    driver_clear || true
    put_state_back
    app_states "$old_apps" >"$run_folder/apps-old"
    [ "$goal" = repair ] || switch_to "$old_system" test 1 || true
    now=$(current_system)
    if [ "$now" != "$old_system" ]; then
      stranded "$cause" "$detail; the rollback ended with $switch_exit and $now"
    fi
    driver_lost=''
    driver_back || driver_lost=$driver_trouble
    restart_apps "$old_system" "$candidate" "$old_apps"
    down=$(apps_return)
    record_set apps-down "$(words "$down")" rollback-exit "$switch_exit" || true
  fi
  [ -z "$loader_trouble" ] || stranded "$cause" "$detail; $loader_trouble"
  # What boots is the old system, with its own driver.
  [ -z "${driver_lost:-}" ] ||
    stranded "$cause" "$detail; then $driver_lost" "systemctl reboot"
  if [ "$goal" = boot ]; then
    finish failed cause "$cause" detail "$detail"
  fi
  finish rolled-back cause "$cause" detail "$detail"
}
