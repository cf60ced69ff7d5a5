# closing.sh: ends what nobody owns: records of another boot, or whose
# supervisor and dead-man are gone, and a lock that they left.
# Inputs: state_root; record.sh's, systems.sh's and cgroup.sh's functions.
# Outputs: close_stale, start_deadman.
# shellcheck shell=sh
: "${state_root:?}" "${root?}" "${profile_link:?}" "${system?}" "${lock:?}"

# start_deadman: for the deployment in $id. A timer that exists is left.
start_deadman() {
  unit_shell=$system/sw/bin/sh
  [ -x "$unit_shell" ] || unit_shell=/bin/sh
  systemd-run --quiet --collect --unit="sdops-deadman-$id" \
    --on-active=5s --on-unit-inactive=5s \
    --timer-property=AccuracySec=1s \
    --property=KillMode=control-group --property=TimeoutStopSec=10 \
    --property=OOMScoreAdjust=-900 \
    --property=StandardOutput="append:$directory/output" \
    --property=StandardError="append:$directory/output" \
    "$unit_shell" "$directory/deadman.sh" </dev/null
}

# close_as STATE DETAIL: by a look at what runs, not by what was planned.
close_as() {
  closed_cause=$(record_get cause)
  record_set state "$1" cause "${closed_cause:-reboot}" detail "$2"
  audit || true
  rm -rf "$root/nix/var/nix/gcroots/sdops/$id"
}

# close_other_boot: the host was off or rebooted meanwhile, and so booted what
# the loader names.
close_other_boot() {
  now=$(current_system)
  was=$(record_get state)
  new=$(record_get candidate)
  case $was in
    starting | locked)
      close_as failed "the host rebooted before activation"
      return ;;
  esac
  if [ "$was" = committing ] && [ "$now" = "$new" ] &&
    [ "$(profile_system)" = "$new" ] && [ "$(boot_default)" = "$new" ]; then
    close_as committed "the host rebooted into it during the commit"
    return
  fi
  if [ "$now" != "$(record_get current)" ] &&
    [ "$now" != "$(record_get boot-default)" ]; then
    close_as conflict "the host rebooted into $now"
    return
  fi
  # A one-shot boot needs the candidate in the profile from the start.
  if { [ "$was" = booting ] || [ "$(record_get commit-begun)" = 1 ]; } &&
    [ "$(profile_system)" = "$new" ] && [ "$(boot_default)" != "$new" ]; then
    nix-env --profile "$profile_link" --switch-generation \
      "$(record_get generation)" </dev/null >/dev/null || true
  fi
  if [ "$(boot_default)" = "$new" ] && [ "$new" != "$now" ]; then
    close_as stranded "the host runs $now, but the boot default is $new"
    return
  fi
  close_as rolled-back "the host rebooted and runs $now"
}

# guarded: the candidate was booted once and its own guard watches over it
# (nix/modules/one-shot-guard.sh); a new boot id is as it should be. The guard
# gets a minute to begin.
guarded() {
  [ "$(record_get state)" = booting ] || return 1
  [ "$(booted_system)" = "$(record_get candidate)" ] || return 1
  [ "$(boot_default)" != "$(record_get candidate)" ] || return 1
  [ "$(uptime_seconds)" -ge 60 ] || return 0
  unit_alive "sdops-one-shot-$id.timer" ||
    unit_alive "sdops-one-shot-$id.service"
}

# close_candidate: it was booted once and nobody goes back from it any more.
close_candidate() {
  if [ "$(boot_default)" = "$(record_get candidate)" ]; then
    close_as conflict "others made the candidate the boot default"
  else
    close_as stranded "the candidate was booted once and its guard is gone"
  fi
}

# close_one: the deployment in $id.
close_one() {
  directory=$state_root/deploys/$id
  if [ ! -s "$directory/record" ]; then
    # Never announced, so never begun; its units would have a record. One
    # that was rejected stays, so that it never does.
    [ -f "$directory/reject" ] || rm -rf "$directory"
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
  # On this boot the dead-man is who knows how; it only has to run again.
  deploy_alive "$id" || start_deadman
}

close_stale() {
  for stale in "$state_root"/deploys/*/; do
    [ -d "$stale" ] || continue
    stale=${stale%/}
    (id=${stale##*/} && close_one)
  done
  holder=$(lock_holder)
  [ -n "$holder" ] || return 0
  if [ ! -s "$state_root/deploys/$holder/record" ] ||
    is_final "$(directory=$state_root/deploys/$holder && record_get state)"
  then
    rm -rf "$lock"
  fi
}
