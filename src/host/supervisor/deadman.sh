# deadman.sh: looks every few seconds whether the supervisor lives, and ends
# what it left. It runs in the unit sdops-deadman-ID, started by a timer.
# Inputs: the order's variables. Outputs: the record; the log on stderr.
# Exit: 0.
# needs: prelude cgroup commit go-down loader lock order-record record rollback
# needs: scratch switch systems wake
# shellcheck shell=sh
: "${expiry:?}" "${goal:?}" "${id:?}" "${candidate:?}" "${run_folder:?}"
: "${switch_unit:?}" "${directory:?}" "${old_profile?}" "${value=}"
: "${old_system:?}"
: "${uptime=}"

# supervisor_lives: its unit is there and its heartbeat is young. Before the
# first beat the record's age counts.
supervisor_lives() {
  if [ "$state" = starting ] && [ "$whole" = 0 ]; then
    record_value since
    [ $(($(date +%s) - value)) -ge "$expiry" ] || return 0
  fi
  unit_alive "sdops-deploy-$id.service" || return 1
  { read -r beaten <"$run_folder/heartbeat"; } 2>/dev/null || beaten=0
  case $beaten in '' | *[!0-9]*) beaten=0 ;; esac
  see_uptime
  # Its ticker may have died; a line wakes it, which it then starts again. Who
  # can't take one is not waited for.
  # shellcheck disable=SC2016 # of the inner shell
  [ $((uptime - beaten)) -lt 5 ] || [ ! -p "$run_folder/wake" ] ||
    timeout 2 sh -c 'echo tick 1<>"$1"' sh "$run_folder/wake" || true
  [ $((uptime - beaten)) -lt "$expiry" ]
}

# The supervisor died between the loader and its last word: the commit stands.
committed_already() {
  is_profile "$candidate" || return 1
  default_wanted=$candidate
  [ "$goal" != stage ] || default_wanted=$old_system
  [ "$(boot_default)" = "$default_wanted" ] || return 1
  leaves_running || is_current "$candidate"
}

# renew_record: it can't be read, and the order is still known here. What was
# activated is not, so it counts as activated.
renew_record() {
  say "the record can't be read; writing a new one"
  state=activating
  renewed_commit=0
  if is_profile "$candidate" && [ "$candidate" != "$old_profile" ]; then
    state=committing
    renewed_commit=1
  fi
  # record_defaults has all else that a record needs.
  [ ! -e "$directory/record" ] ||
    mv -fT "$directory/record" "$directory/record.$$" || true
  record_set state "$state" commit-begun "$renewed_commit" || true
}

main() {
  umask 077
  whole=0
  record_whole || whole=1
  record_value state
  state=$value
  # Where the folder was taken away, nothing is left to be done either.
  if [ ! -d "$directory" ] || { [ "$whole" = 0 ] && is_final "$state"; }; then
    lock_release
    control stop --no-block "sdops-deadman-$id.timer" || true
    return
  fi
  ! supervisor_lives || return 0
  # It went with all else, into a boot that it has asked for.
  if [ "$goal" = reboot ] && goes_down; then return 0; fi
  say "the supervisor is gone; the record says ${state:-nothing}"
  make_room
  [ -d "$run_folder" ] || mkdir -p "$run_folder"
  end_unit "sdops-deploy-$id.service" || say "the supervisor can't be killed"
  open_wake
  # It may have written its last word while it was being ended.
  recorded state
  state=$value
  record_whole || renew_record
  ! is_final "$state" || return 0
  recorded cause
  why=${value:-dead-man}
  record_value detail
  what=${value:-the supervisor died while $state}
  end_unit "$switch_unit" ||
    stranded processes-left "processes of the activation can't be killed"
  case $state in
    starting | locked) finish failed cause "$why" detail "$what" ;;
  esac
  hold_switch_lock || say "another process holds the switch lock"
  if [ "$state" = committing ] && committed_already; then
    ending=committed
    recorded newly-failed
    [ -z "$value" ] || ending=degraded
    finish "$ending" committed-generation "$(profile_generation)"
  fi
  roll_back "$why" "$what"
}
main </dev/null
