# driver-reload.sh: the driver replaced without a reboot, and put back.
# Inputs: reload (1: this deployment does it), driver_from, driver_wanted,
# old_system, booted_expected, candidate, run_folder.
# Outputs: driver_ready, driver_out, driver_in, driver_clear, driver_back;
# 1 with failed_cause, failed_detail. release_driver, which never fails.
# needs: prelude driver-holders driver-modules driver-units fails record scratch
# needs: systems wake
# shellcheck shell=sh
: "${reload:?}" "${driver_from?}" "${driver_wanted?}" "${old_system:?}"
: "${booted_expected?}" "${candidate:?}" "${run_folder:?}" "${hold_units?}"
: "${root?}" "${failed_detail=}" "${profile_link:?}" "${uptime=}"

# driver_ready: both drivers are there, the new one and the way back; asked
# before anything is stopped.
driver_ready() {
  file=$(driver_of "$candidate")
  [ "$file" = "$driver_wanted" ] || {
    fails driver driver-load-failed "the candidate's module for this kernel" \
      "is ${file:-missing}, not $driver_wanted"
    return 1
  }
  [ -n "$(driver_home)" ] || {
    fails driver driver-load-failed "no system here has module $driver_from," \
      "which a rollback needs"
    return 1
  }
  driver_strangers
}

# driver_strangers: waits until no process uses it but those of units that are
# stopped for it: a monitor's nvidia-smi comes and goes.
driver_strangers() {
  ! wait_until 5 no_strangers || return 0
  echo "$strangers" >&2
  fails driver driver-held "in use by $(words "$strangers")"
}

no_strangers() {
  strangers=$(driver_holders | while read -r pid _ _ unit command; do
    case " $hold_units " in *" $unit "*) continue ;; esac
    echo "process $pid ($command) of $unit"
  done | sort -u)
  [ -z "$strangers" ]
}

# driver_out: nothing uses it, and it is gone.
driver_out() {
  driver_loaded >"$run_folder/modules"
  record_set phase stopping || true
  hold_units_down || return 1
  record_set phase unloading || true
  driver_unload
}

# driver_in: the candidate's, whose system runs by now. What was loaded in the
# meantime, by a plain modprobe, is the booted system's: out once more.
driver_in() {
  record_set phase loading || true
  between=$(driver_module)
  if [ -n "$between" ] && [ "$between" != "$driver_wanted" ]; then
    say "driver: $between was loaded meanwhile, not the candidate's version"
    driver_unload || {
      fails driver driver-load-failed "$between was loaded instead of" \
        "$driver_wanted; $failed_detail"
      return 1
    }
  fi
  driver_load "$candidate" "$driver_wanted" || return 1
  say "driver: $driver_wanted is loaded"
  record_set phase starting || true
  let_units_up
  start_held "$candidate"
}

# driver_whole: the old one, with every module that it had.
driver_whole() {
  [ "$(driver_module)" = "$driver_from" ] || return 1
  while read -r module; do
    [ "$(cat "$root/sys/module/$module/version" 2>/dev/null ||
      echo none)" = "$driver_from" ] || return 1
  done <"$run_folder/modules"
}

# driver_clear: before the old system is activated again: whatever isn't the
# old driver goes.
driver_clear() {
  [ -f "$run_folder/modules" ] || return 0
  ! driver_whole || return 0
  case $(driver_module) in '' | "$driver_from") return 0 ;; esac
  say "driver: unloading $(driver_module), to load $driver_from"
  hold_units_down && driver_unload
}

# driver_home: the first of the systems here whose module is the old one: what
# was loaded may be the booted system's, or a generation's.
driver_home() {
  for home in "$old_system" "$booted_expected" "$profile_link" \
    "$profile_link"-*-link; do
    if [ "$(driver_of "$home")" = "$driver_from" ]; then
      echo "$home"
      return
    fi
  done
}

# driver_back: the old driver, whole again, and what used it.
driver_back() {
  [ -f "$run_folder/modules" ] || return 0
  back=0
  if ! driver_whole; then
    # A plain modprobe of the old system's activation may have been first.
    case $(driver_module) in
      '' | "$driver_from") ;;
      *) driver_unload || back=1 ;;
    esac
    [ "$back" = 1 ] || driver_load "$(driver_home)" "$driver_from" || back=1
  fi
  let_units_up
  start_held "$old_system"
  return "$back"
}

# release_driver: whatever happened, no unit stays held down.
release_driver() {
  [ -f "$run_folder/masked" ] || return 0
  let_units_up
  start_held "$(current_system)"
}
