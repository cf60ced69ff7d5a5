# commit.sh: makes the candidate profile and boot default, or puts both back.
# Inputs: candidate, old_system, old_profile, old_generation, old_default.
# Outputs: commit: 0; 1 with failed_cause, failed_detail: roll back; 2: others
# have switched. put_back: 0, or 1 with put_back_detail. leaves_running.
# needs: prelude fails gate loader one-shot record switch systems wake
# shellcheck shell=sh
: "${candidate:?}" "${old_system:?}" "${old_profile?}" "${old_generation?}"
: "${old_default?}" "${profile_link:?}" "${goal:?}" "${directory:?}"
: "${switch_exit=}" "${put_back_detail=}" "${value=}"

# leaves_running: whether the goal is about boots alone.
leaves_running() {
  case $goal in boot | stage) ;; *) return 1 ;; esac
}

# still_ours: nobody has activated or committed anything else meanwhile.
still_ours() {
  expected_generation=$old_generation
  if [ "$goal" = reboot ]; then
    recorded candidate-generation
    expected_generation=$value
  fi
  seems_ours && [ "$(profile_generation)" = "$expected_generation" ]
}

# seems_ours: the same without the generation's number, which takes a program.
seems_ours() {
  expected_now=$candidate expected_profile=$old_profile
  case $goal in
    boot | stage) expected_now=$old_system ;;
    # A one-shot boot needs the candidate in the profile from the start.
    reboot) expected_profile=$candidate ;;
  esac
  is_current "$expected_now" || return 1
  if [ -n "$expected_profile" ]; then
    is_profile "$expected_profile"
  else
    [ ! -e "$profile_link" ]
  fi
}

commit() {
  still_ours || return 2
  record_set state committing commit-begun 1 ||
    fails commit record-unwritable "$directory/record" || return 1
  nix-env --profile "$profile_link" --set "$candidate" </dev/null 7>&- 9>&- ||
    fails commit profile-failed "nix-env --set failed" || return 1
  beat
  # What was only staged has its entry, and the default is the old system.
  default_wanted=$candidate
  [ "$goal" != stage ] || default_wanted=$old_system
  switch_to "$default_wanted" boot 0 ||
    fails commit loader-failed "the switch lock was lost" || return 1
  [ "$switch_exit" = 0 ] ||
    fails commit loader-failed "the boot loader: exit $switch_exit" || return 1
  is_profile "$candidate" || return 2
  default_now=$(boot_default)
  case $goal:$default_now in
    *":$default_wanted") ;;
    boot:unknown* | reboot:unknown* | switch:unknown*)
      say "the boot default can't be read back: $default_now" ;;
    *)
      fails commit loader-failed "the boot default is $default_now"
      return 1 ;;
  esac
  if [ "$goal" = stage ]; then
    [ -n "$(one_shot_entry "$candidate")" ] ||
      fails commit loader-failed "the boot loader has no entry for it" ||
      return 1
  fi
  # The last look: an app that has died meanwhile isn't what was proven.
  leaves_running || apps_steady ||
    fails commit app-crashing "an app's process changed during the commit"
}

# put_back: profile and loader as they were before the commit began.
put_back() {
  put_back_detail=''
  if [ "$goal" = reboot ] && is_staged; then
    unstage
    return
  fi
  if [ "$(profile_system)" != "$old_profile" ]; then
    if [ "$(profile_system)" != "$candidate" ]; then
      put_back_detail="somebody else changed the profile"
      return 1
    fi
    nix-env --profile "$profile_link" --switch-generation "$old_generation" \
      </dev/null 7>&- 9>&- || true
    if [ "$(profile_system)" != "$old_profile" ]; then
      put_back_detail="the profile could not be put back"
      return 1
    fi
  fi
  default_now=$(boot_default)
  case $old_default in
    unknown*) default_from=$old_system ;;
    "$default_now") return 0 ;;
    *) default_from=$old_default ;;
  esac
  switch_to "$default_from" boot 1 || true
  default_now=$(boot_default)
  if [ "$switch_exit" != 0 ] || ! as_before; then
    put_back_detail="the boot default is $default_now"
    return 1
  fi
}

# is_staged: whether the candidate was in the profile before, not yet booted.
is_staged() {
  [ "$old_profile" = "$candidate" ] && [ "$candidate" != "$old_system" ]
}

# unstage: one that was staged and could not be proven isn't staged any more.
unstage() {
  nix-env --profile "$profile_link" --set "$old_system" \
    </dev/null 7>&- 9>&- || true
  [ "$(boot_default)" = "$old_system" ] ||
    switch_to "$old_system" boot 1 || true
  is_profile "$old_system" && [ "$(boot_default)" = "$old_system" ] && return
  put_back_detail="the boot default is $(boot_default)"
  return 1
}

# as_before: default_now is what it was. One that could not be read then may
# not be readable now, in other words: why it can't names entries.
as_before() {
  [ "$default_now" != "$old_default" ] || return 0
  case $old_default in unknown*) ;; *) return 1 ;; esac
  case $default_now in
    unknown* | "$old_system") return 0 ;;
  esac
  return 1
}
