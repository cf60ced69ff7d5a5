# before.sh: what is so before the activation, for the gate and the way back.
# Inputs: old_system, apps, old_apps, vendor, run_folder, goal, reload, touched,
# driver_limit.
# Outputs: look_before (1: there is no room for it); before_at, when that was;
# the files of run_folder that end in -before, and apps-old; refuse_hung_gpu.
# needs: prelude apps failures old-proof rollback scratch smi systems xids
# shellcheck shell=sh
: "${old_system:?}" "${apps?}" "${old_apps?}" "${vendor:?}" "${run_folder:?}"
: "${failing=}" "${states=}" "${trouble=}" "${uptime=}" "${goal:?}" "${nl:?}"
: "${reload:?}" "${touched?}" "${driver_limit:?}" "${text=}"
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
  [ $((uptime - before_at)) -le 5 ] || look_before || return 1
  [ "$vendor" != nvidia ] || xids_mark
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

# refuse_hung_gpu: while nvidia-smi hangs, no app comes up again on the GPU. One
# that runs is left to run; a reload or a reboot may be the cure.
refuse_hung_gpu() {
  case $goal$reload in switch0 | test0) ;; *) return 0 ;; esac
  file_text "$run_folder/smi-before-code"
  [ "${text%"$nl"}" = 124 ] || return 0
  for app in $old_apps; do
    case " $touched " in *" $app "*) ;; *) continue ;; esac
    finish failed cause smi-failed detail \
      "nvidia-smi did not answer in $driver_limit s; $app was left running"
  done
}
