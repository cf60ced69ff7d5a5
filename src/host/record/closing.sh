# closing.sh: ends what nobody owns: records of another boot, or whose
# supervisor and dead-man are gone; sets aside what can't be read; and takes
# away a lock that was left.
# Inputs: state_root. Outputs: close_stale.
# Each part is asked for its exit, so `set -e` doesn't hold in here: what must
# not go on after a failure says `|| return`.
# needs: prelude aside cgroup loader lock order-of own-unit record saved-state
# needs: systems way-back
# shellcheck shell=sh
: "${state_root:?}" "${root?}" "${profile_link:?}" "${system?}" "${lock:?}"
: "${value=}" "${listed=}" "${holder=}" "${left_folders=}"

# close_jobs: what the deployment has saved of ComfyUI's queue is given back,
# and clients that it has kept away are let in; and where the old system put no
# state back before its apps started, as one that sdops didn't make, it is now.
close_jobs() {
  [ -f "$directory/restore.sh" ] || return 0
  set -- "$state_root"/queue/[0-9]*.json
  left_over "$directory"
  [ -e "$1" ] || [ -f "$root/run/sdops/$id/queue-held" ] ||
    [ -n "$left_folders" ] || return 0
  own_unit "sdops-restore-$id" "$directory/restore.sh" || true
}

# close_as CAUSE STATE DETAIL: by a look at what runs, not by what was planned.
close_as() {
  recorded cause
  closed_cause=$value
  by_hand=
  case $2 in
    conflict | stranded)
      by_hand=$(way_back "$(record_get current)" "$(record_get generation)" \
        "$(record_get commit-begun)") ;;
  esac
  record_set state "$2" cause "${closed_cause:-$1}" detail "$3" \
    console-command "$by_hand" || return 1
  audit || true
  close_jobs
  rm -rf "$root/nix/var/nix/gcroots/sdops/$id" "$root/run/sdops/$id" \
    "$directory/room"
}

# close_other_boot: the host was off or rebooted meanwhile, and so booted what
# the loader names.
close_other_boot() {
  now=$(current_system)
  was=$(record_get state)
  new=$(record_get candidate)
  case $was in
    starting | locked)
      close_as reboot failed "the host rebooted before activation"
      return ;;
  esac
  if [ "$was" = committing ] && [ "$now" = "$new" ] &&
    [ "$(profile_system)" = "$new" ] && [ "$(boot_default)" = "$new" ]; then
    close_as reboot committed "the host rebooted into it during the commit"
    return
  fi
  if [ "$now" != "$(record_get current)" ] &&
    [ "$now" != "$(record_get boot-default)" ]; then
    close_as reboot conflict "the host rebooted into $now"
    return
  fi
  # A one-shot boot needs the candidate in the profile from the start.
  if { [ "$was" = booting ] || [ "$(record_get commit-begun)" = 1 ]; } &&
    [ "$(profile_system)" = "$new" ] && [ "$(boot_default)" != "$new" ]; then
    # One that was staged before has no older generation on record.
    set -- --switch-generation "$(record_get generation)"
    [ "$(record_get profile)" != "$new" ] ||
      set -- --set "$(record_get current)"
    nix-env --profile "$profile_link" "$@" </dev/null >/dev/null || true
  fi
  if [ "$(boot_default)" = "$new" ] && [ "$new" != "$now" ]; then
    close_as reboot stranded "the host runs $now, but the boot default is $new"
    return
  fi
  # Who had it reboot has said why.
  recorded detail
  close_as reboot rolled-back "${value:-the host rebooted and runs $now}"
}

# guarded: the candidate was booted once and its own guard watches over it
# (nix/modules/one-shot-guard.sh); a new boot id is as it should be. The guard
# gets a minute to begin. One that boots by default, unproven, has none: whoever
# proves it has as long as a guard would wait.
guarded() {
  [ "$(record_get state)" = booting ] || return 1
  [ "$(booted_system)" = "$(record_get candidate)" ] || return 1
  if [ "$(record_get unproven)" = 1 ]; then
    recorded boot-deadline
    [ "$(uptime_seconds)" -lt "${value:-420}" ]
    return
  fi
  [ "$(boot_default)" != "$(record_get candidate)" ] ||
    [ "$(record_get current)" = "$(record_get candidate)" ] || return 1
  [ "$(uptime_seconds)" -ge 60 ] || return 0
  unit_alive "sdops-one-shot-$id.timer" ||
    unit_alive "sdops-one-shot-$id.service"
}

# close_candidate: it was booted once and nobody goes back from it any more.
close_candidate() {
  if [ "$(record_get current)" = "$(record_get candidate)" ]; then
    close_as reboot committed "the host rebooted, unproven"
  elif [ "$(record_get unproven)" = 1 ]; then
    close_as reboot stranded "it was booted unproven, and nobody has proven it"
  elif [ "$(boot_default)" = "$(record_get candidate)" ]; then
    close_as reboot conflict "somebody else made the candidate the boot default"
  else
    close_as reboot stranded "the candidate was booted once; its guard is gone"
  fi
}

# dead_man_whole: its last line does the work, so a cut script does nothing.
dead_man_whole() {
  [ -f "$directory/deadman.sh" ] &&
    [ "$(tail -n 1 "$directory/deadman.sh")" = 'main </dev/null' ]
}

# close_ownerless: on this boot, and nobody is left who knows the way back.
close_ownerless() {
  end_unit "sdops-switch-$id.service" || return 1
  now=$(current_system)
  new=$(record_get candidate)
  if [ "$now" = "$new" ] && [ "$(profile_system)" = "$new" ] &&
    [ "$(boot_default)" = "$new" ]; then
    close_as dead-man committed "the candidate runs and is the boot default"
    return
  fi
  case $(record_get state) in
    starting | locked)
      if [ "$now" = "$(record_get current)" ]; then
        close_as dead-man failed "the supervisor died before activation"
        return
      fi ;;
  esac
  close_as dead-man stranded "the supervisor and its dead-man are gone"
}

# close_one: the deployment in $id.
close_one() {
  directory=$state_root/deploys/$id
  if [ ! -e "$directory/record" ] && [ ! -L "$directory/record" ]; then
    # Never announced, so never begun; its units would have a record. One
    # that was rejected stays, so that it never does.
    [ -f "$directory/reject" ] || deploy_alive "$id" || rm -rf "$directory"
    return
  fi
  if ! record_whole; then
    # While somebody lives there, he still knows what to do.
    ! deploy_alive "$id" || return 0
    rm -rf "$root/nix/var/nix/gcroots/sdops/$id" "$root/run/sdops/$id"
    set_aside "$directory" "$id"
    return
  fi
  ! is_final "$(record_get state)" || return 0
  if [ "$(record_get boot-id)" != "$(boot_id)" ]; then
    ! guarded || return 0
    if [ "$(record_get state)" = booting ] &&
      [ "$(booted_system)" = "$(record_get candidate)" ]; then
      close_candidate
    else
      close_other_boot
    fi
    return
  fi
  ! deploy_alive "$id" || return 0
  # On this boot the dead-man is who knows how; it only has to run again.
  if dead_man_whole; then start_deadman; else close_ownerless; fi
}

# ended_well ID: whether its record is whole and final.
ended_well() {
  own_id=$id own_directory=$directory
  id=$1 directory=$state_root/deploys/$1 is_over=0
  { record_whole && record_value state && is_final "$value"; } || is_over=1
  id=$own_id directory=$own_directory
  return "$is_over"
}

# stop_idle_timers: dead-men whose script is gone or cut would fail for ever.
stop_idle_timers() {
  list_units --all 'sdops-deadman-*.timer'
  [ -n "$listed" ] || return 0
  echo "$listed" | while read -r timer _; do
    timer_id=${timer#sdops-deadman-}
    timer_id=${timer_id%.timer}
    case $timer_id in '' | -* | *[!a-z0-9-]*) continue ;; esac
    (directory=$state_root/deploys/$timer_id && dead_man_whole) ||
      control stop "$timer" </dev/null || true
  done
}

# holder_lives: whether the deployment that has the lock still goes on.
holder_lives() {
  (
    id=$1
    directory=$state_root/deploys/$id
    if record_whole; then
      ! is_final "$(record_get state)"
    else
      deploy_alive "$id"
    fi
  )
}

# somebody_lives: whether any deployment goes on.
somebody_lives() {
  for living in $(newest_first); do
    ! holder_lives "$living" || return 0
  done
  return 1
}

# close_lock: one without a readable holder is kept only while somebody may be
# the one who has it.
close_lock() {
  lock_there || return 0
  lock_holder
  if [ -n "$holder" ]; then
    holder_lives "$holder" || lock_drop
  else
    somebody_lives || set_aside "$lock" lock
  fi
}

# close_stale: what one record can't be helped with stops no other.
close_stale() {
  stop_idle_timers || true
  for stale in "$state_root"/deploys/*; do
    [ -e "$stale" ] || [ -L "$stale" ] || continue
    stale_id=${stale##*/}
    case $stale_id in
      '' | *[!a-z0-9-]* | -*)
        set_aside "$stale" unknown || true
        continue ;;
    esac
    if [ -L "$stale" ] || [ ! -d "$stale" ]; then
      set_aside "$stale" "$stale_id" || true
      continue
    fi
    # Most have ended long ago.
    ended_well "$stale_id" && continue
    (id=$stale_id && close_one) || say "$stale_id could not be closed"
  done
  close_lock || say "the lock could not be taken away"
}
