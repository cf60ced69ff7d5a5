# cgroup.sh: systemd's units as processes: alive, ended, seen empty.
# Inputs: root. Outputs: the functions.
# needs: prelude
# shellcheck shell=sh disable=SC2034
: "${root?}"

# control ARGUMENTS…: systemctl that can't hang for ever.
control() { timeout 30 systemctl "$@"; }

# unit_alive UNIT…: whether one of them is. systemd gives no answer for a while,
# and exits 1, while a switch executes it anew (daemon-reexec); then it is asked
# again, for 20 s.
unit_alive() {
  asking_rounds=0
  while :; do
    asked=0
    unit_states=$(exec timeout 30 systemctl is-active "$@" 2>/dev/null) ||
      asked=$?
    for unit_state in $unit_states; do
      case $unit_state in
        active | activating | deactivating | reloading) return 0 ;;
      esac
    done
    asking_rounds=$((asking_rounds + 1))
    [ "$asked" = 1 ] && [ -z "$unit_states" ] && [ "$asking_rounds" -lt 100 ] ||
      return 1
    sleep 0.2
  done
}

# deploy_alive ID: whether its supervisor or its dead-man still runs.
deploy_alive() {
  unit_alive "sdops-deploy-$1.service" "sdops-deadman-$1.timer" \
    "sdops-deadman-$1.service"
}

# unit_folder UNIT: whether it has a control group, which systemd takes away
# once a unit has ended. Where there may be none at all, systemd is asked.
unit_folder() {
  for hierarchy in '' /unified /systemd; do
    [ ! -d "$root/sys/fs/cgroup$hierarchy/system.slice/$1" ] || return 0
  done
  return 1
}

# unit_busy UNIT: whether a process is left in its control group, which systemd
# may have given up on: so the folder is read, not the unit.
unit_busy() {
  for hierarchy in '' /unified /systemd; do
    group=$root/sys/fs/cgroup$hierarchy/system.slice/$1
    for group_file in "$group/cgroup.procs" "$group"/*/cgroup.procs; do
      ! read -r _ <"$group_file" || return 0
    done
  done
  return 1
} 2>/dev/null

# end_unit UNIT: kills it whole; 1 when something is left after 30 s.
end_unit() {
  ending_rounds=0
  while unit_alive "$1" || unit_busy "$1"; do
    ending_rounds=$((ending_rounds + 1))
    [ "$ending_rounds" -lt 300 ] || return 1
    # Stopped as well, or Restart= would bring it back.
    [ "$ending_rounds" -ne 1 ] || control stop --no-block "$1" || true
    control kill --signal=KILL "$1" 2>/dev/null || true
    sleep 0.1
  done
}

# list_units WHICH…: listed is systemd's table of them, a line each.
list_units() {
  listed=$(exec timeout 30 systemctl list-units --plain --no-legend --no-pager \
    --full "$@") || units=''
}

# see_units: failed is which have, ours aside; busy which are about to switch
# the host, or do. They are read off at once.
see_units() {
  list_units --state=failed,active,activating,deactivating
  failed='' busy=''
  while read -r seen_unit _ seen_state _; do
    case $seen_state.$seen_unit in
      failed.sdops-*) ;;
      failed.*) failed="$failed${failed:+ }$seen_unit" ;;
      *.nixos-rebuild-switch-to-configuration* | *.nixos-upgrade.service)
        busy="$busy${busy:+ }$seen_unit" ;;
    esac
  done <<END
$listed
END
}
