# before.sh: what is so before the activation, for the gate and the way back.
# Inputs: old_system, apps, old_apps, vendor, run_folder.
# Outputs: look_before (1: there is no room for it); before_at, when that was;
# the files of run_folder that end in -before, and apps-old.
# needs: apps failures old-proof scratch smi systems
# shellcheck shell=sh
: "${old_system:?}" "${apps?}" "${old_apps?}" "${vendor:?}" "${run_folder:?}"
: "${failing=}" "${states=}" "${trouble=}" "${uptime=}"
before_at=-10

look_before() {
  see_uptime
  before_began=$uptime
  failing_units
  # shellcheck disable=SC2086 # splitting is what it does
  printf '%s\n' $failing >"$run_folder/failed-before"
  [ "$vendor" != nvidia ] || smi_look before "$old_system"
  app_states "$old_apps $apps"
  printf '%s' "$states" >"$run_folder/apps-before"
  printf '%s' "$states" >"$run_folder/apps-old"
  note_before || return 1
  before_at=$before_began
}

# look_before_again: a job may have been waited for since.
look_before_again() {
  see_uptime
  [ $((uptime - before_at)) -le 5 ] || look_before
}

# note_before: what was so before the activation isn't asked of the old system
# afterwards: an app that ran from elsewhere, a driver that didn't answer. Of
# apps it takes what look_at has just seen.
note_before() {
  old_closure || return 1
  : >"$run_folder/strange-before"
  for app in $old_apps; do
    app_trouble "$app" "$old_system" "$run_folder/old-closure"
    [ -z "$trouble" ] || echo "$app" >>"$run_folder/strange-before"
  done
  [ "$vendor" = nvidia ] || return 0
  driver_library >"$run_folder/library-before"
}
