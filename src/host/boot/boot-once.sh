# boot-once.sh: a candidate that needs a boot is booted once; the default stays
# the old system, so any other boot leads back to it.
# Where the loader can't, and that was allowed, it becomes the boot default
# before it is proven.
# Inputs: as supervise.sh; boot_deadline (seconds that its guard gives it);
# boot_unproven (1: allowed).
# Outputs: boot_once, which ends the script, mostly by the boot.
# refuse_no_one_shot ends it where the host couldn't lead back by itself.
# needs: prelude app-state before gate go-down loader one-shot record rollback
# needs: scratch switch systems
# shellcheck shell=sh
: "${candidate:?}" "${old_system:?}" "${directory:?}" "${run_folder:?}"
: "${profile_link:?}" "${boot_deadline:?}" "${switch_exit=}"
: "${boot_unproven:?}"

# keep_before: what was so before has to be known after the boot.
keep_before() {
  rm -rf "$directory/before" && mkdir -p "$directory/before" || return 1
  for kept in "$run_folder"/*-before "$run_folder"/*-before-code \
    "$run_folder"/apps-old; do
    [ ! -f "$kept" ] || cp "$kept" "$directory/before/" || return 1
  done
}

refuse_no_one_shot() {
  one_shot=$(one_shot_able)
  case $one_shot in
    unsupported*)
      finish refused cause one-shot-unsupported detail "${one_shot#*: }" ;;
  esac
  [ -e "$candidate/etc/systemd/system/one-shot-guard.service" ] ||
    finish refused cause one-shot-unsupported \
      detail "the system has no guard that would lead back from it"
}

boot_once() {
  one_shot=$(one_shot_able)
  unproven=0
  case $boot_unproven$one_shot in
    1unsupported*) unproven=1 ;;
    *) refuse_no_one_shot ;;
  esac
  { look_before_again && keep_before; } ||
    finish failed cause run-full detail "can't write to $run_folder"
  record_set state activating phase preparing commit-begun 1 ||
    finish failed cause record-unwritable detail "$directory"
  [ ! -f "$directory/reject" ] || roll_back rejected "$(rejected_because)"
  nix-env --profile "$profile_link" --set "$candidate" </dev/null 7>&- 9>&- ||
    roll_back profile-failed "nix-env --set failed"
  [ "$unproven" = 1 ] || default_to "$old_system"
  stop_changed || roll_back state-unsaved "an app could not be stopped"
  save_state || roll_back state-unsaved "the apps' state could not be copied"
  # Before the loader is told: what boots then finds its guard's orders.
  record_set state booting phase '' boot-deadline "$boot_deadline" \
    candidate-generation "$(profile_generation)" unproven "$unproven" ||
    roll_back record-unwritable "$directory"
  if [ "$unproven" = 1 ]; then
    say "${one_shot#unsupported: }: it boots unproven"
    default_to "$candidate"
  else
    once_into_candidate
  fi
  say "rebooting into ${candidate##*/}"
  go_down
  roll_back reboot-failed "the host is still up two minutes after the reboot"
}

# default_to SYSTEM: a loader that can't be read back is no way to boot once.
default_to() {
  switch_to "$1" boot 1 ||
    roll_back switch-locked "another process took the switch lock"
  boot_now=$(boot_default)
  case $unproven$boot_now in 1unknown*) boot_now=$1 ;; esac
  { [ "$switch_exit" = 0 ] && [ "$boot_now" = "$1" ]; } ||
    roll_back loader-failed \
      "the boot loader: exit $switch_exit; its default is $boot_now"
}

once_into_candidate() {
  { one_shot_set "$candidate" && [ "$(one_shot_now)" = "$candidate" ]; } ||
    roll_back loader-failed "the boot loader takes no one-shot entry"
}
