# driver-units.sh: the units that use the GPU, stopped and held down while its
# driver is replaced.
# Inputs: root, run_folder, hold_units, apps, old_apps, candidate, old_system,
# driver_limit. Outputs: hold_units_down, let_units_up, start_held.
# needs: prelude apps cgroup fails record scratch wake
# shellcheck shell=sh
: "${root?}" "${run_folder:?}" "${hold_units?}" "${candidate:?}"
: "${old_system:?}" "${driver_limit:?}" "${apps?}" "${old_apps?}" "${said=}"
: "${files=}" "${uptime=}"
masks=$root/run/systemd/system.control

# wanted_by SYSTEM UNIT: whether it is started at boot there.
wanted_by() { [ -e "$1/etc/systemd/system/multi-user.target.wants/$2" ]; }

# held_list: "unit was" a line, of units that run (1) or that one of the
# systems starts by itself (0).
held_list() {
  look_at "$hold_units"
  for unit in $hold_units; do
    unit_says "$unit" ActiveState
    case $said in
      active | activating | reloading) echo "$unit 1" ;;
      *)
        ! wanted_by "$candidate" "$unit" && ! wanted_by "$old_system" "$unit" ||
          echo "$unit 0" ;;
    esac
  done
}

# units_down: waits until none of them runs; 1 when one still does.
units_down() {
  ! wait_until "$driver_limit" none_runs || return 0
  fails driver driver-held "not stopped within $driver_limit s:$running"
}

none_runs() {
  running=''
  while read -r unit _; do
    ! unit_alive "$unit" || running="$running $unit"
  done <"$run_folder/held"
  [ -z "$running" ]
}

# hold_units_down: stopped first, by their own rules; then masked. The link
# lies where it outranks /etc/systemd/system, which `mask --runtime` does not.
hold_units_down() {
  if [ ! -f "$run_folder/held" ]; then
    held_list >"$run_folder/held.new"
    mv "$run_folder/held.new" "$run_folder/held"
  fi
  say "stopping $(words "$(cut -d ' ' -f 1 "$run_folder/held")")"
  while read -r unit _; do
    control stop --no-block "$unit" 2>/dev/null || true
  done <"$run_folder/held"
  units_down || return 1
  (umask 022 && mkdir -p "$masks")
  while read -r unit _; do
    if [ ! -e "$masks/$unit" ] && [ ! -L "$masks/$unit" ]; then
      echo "$unit" >>"$run_folder/masked"
      ln -s /dev/null "$masks/$unit"
    fi
  done <"$run_folder/held"
  control daemon-reload
  # Something may have started one between the two.
  while read -r unit _; do
    control stop --no-block "$unit" 2>/dev/null || true
  done <"$run_folder/held"
  units_down
}

# let_units_up: takes our links away, and no others.
let_units_up() {
  [ -f "$run_folder/masked" ] || return 0
  while read -r unit; do
    [ "$(readlink "$masks/$unit" || true)" != /dev/null ] ||
      rm -f "$masks/$unit"
  done <"$run_folder/masked"
  rm -f "$run_folder/masked"
  control daemon-reload || true
}

# start_held SYSTEM: what ran before and what SYSTEM starts at boot, but for
# apps: those are started with the others that SYSTEM must run.
start_held() {
  [ -f "$run_folder/held" ] || return 0
  while read -r unit was; do
    case " $apps $old_apps " in *" $unit "*) continue ;; esac
    unit_files "$1" "$unit"
    [ -n "$files" ] || continue
    [ "$was" = 1 ] || wanted_by "$1" "$unit" || continue
    control reset-failed "$unit" 2>/dev/null || true
    control start --no-block "$unit" || true
  done <"$run_folder/held"
}
