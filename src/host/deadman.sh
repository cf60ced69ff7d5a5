# deadman.sh: looks every few seconds whether the supervisor lives, and ends
# what it left. It runs in the unit sdops-deadman-ID, started by a timer.
# Inputs: the order's variables. Outputs: the record; the log on stderr.
# Exit: 0.
# shellcheck shell=sh
: "${expiry:?}" "${goal:?}" "${id:?}" "${candidate:?}" "${run_folder:?}"
: "${switch_unit:?}"

# supervisor_lives: its unit is there and its heartbeat is young. Before the
# first beat the record's age counts.
supervisor_lives() {
  if [ "$state" = starting ]; then
    [ $(($(date +%s) - $(record_get since))) -ge "$expiry" ] || return 0
  fi
  unit_alive "sdops-deploy-$id.service" || return 1
  beaten=$(cat "$run_folder/heartbeat" 2>/dev/null || echo 0)
  [ $(($(uptime_seconds) - beaten)) -lt "$expiry" ]
}

# The supervisor died between the loader and its last word: the commit stands.
committed_already() {
  [ "$(profile_system)" = "$candidate" ] || return 1
  [ "$(boot_default)" = "$candidate" ] || return 1
  [ "$goal" = boot ] || [ "$(current_system)" = "$candidate" ]
}

main() {
  umask 077
  state=$(record_get state)
  if [ -z "$state" ] || is_final "$state"; then
    lock_release
    control stop --no-block "sdops-deadman-$id.timer" || true
    return
  fi
  ! supervisor_lives || return 0
  say "the supervisor is gone; the record says $state"
  mkdir -p "$run_folder"
  end_unit "sdops-deploy-$id.service" || say "the supervisor cannot be ended"
  # It may have written its last word while it was being ended.
  state=$(record_get state)
  ! is_final "$state" || return 0
  why=$(record_get cause)
  why=${why:-dead-man}
  what=$(record_get detail)
  what=${what:-the supervisor died while $state}
  end_unit "$switch_unit" ||
    stranded processes-left "processes of the activation cannot be ended"
  case $state in
    starting | locked) finish failed cause "$why" detail "$what" ;;
  esac
  hold_switch_lock || say "others hold the switch lock"
  if [ "$state" = committing ] && committed_already; then
    ending=committed
    [ -z "$(record_get newly-failed)" ] || ending=degraded
    finish "$ending" committed-generation "$(profile_generation)"
  fi
  roll_back "$why" "$what"
}
main </dev/null
