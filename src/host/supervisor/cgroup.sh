# cgroup.sh: systemd's units as processes: alive, ended, seen empty.
# Inputs: root. Outputs: the functions.
# shellcheck shell=sh
: "${root?}"

# control ARGUMENTS…: systemctl that can't hang for ever.
control() { timeout 30 systemctl "$@"; }

# unit_alive UNIT: systemd gives no answer for a moment, and exits 1, while a
# switch executes it anew (daemon-reexec); then it is asked again, for 20 s.
unit_alive() {
  asking_rounds=0
  while :; do
    asked=0
    unit_state=$(control is-active "$1" 2>/dev/null) || asked=$?
    case $unit_state in
      active | activating | deactivating | reloading) return 0 ;;
    esac
    asking_rounds=$((asking_rounds + 1))
    [ "$asked" = 1 ] && [ -z "$unit_state" ] && [ "$asking_rounds" -lt 100 ] ||
      return 1
    sleep 0.2
  done
}

# deploy_alive ID: whether its supervisor or its dead-man still runs.
deploy_alive() {
  unit_alive "sdops-deploy-$1.service" ||
    unit_alive "sdops-deadman-$1.timer" ||
    unit_alive "sdops-deadman-$1.service"
}

# unit_processes UNIT: what is left in its control group, which systemd may
# have given up on: so the folder is read, not the unit.
unit_processes() {
  for hierarchy in '' /unified /systemd; do
    group=$root/sys/fs/cgroup$hierarchy/system.slice/$1
    [ ! -d "$group" ] || cat "$group/cgroup.procs" "$group"/*/cgroup.procs \
      2>/dev/null || true
  done
}

# end_unit UNIT: kills it whole; 1 when something is left after 30 s.
end_unit() {
  ending_rounds=0
  while unit_alive "$1" || [ -n "$(unit_processes "$1")" ]; do
    ending_rounds=$((ending_rounds + 1))
    [ "$ending_rounds" -lt 300 ] || return 1
    # Stopped as well, or Restart= would bring it back.
    [ "$ending_rounds" -ne 1 ] || control stop --no-block "$1" || true
    control kill --signal=KILL "$1" 2>/dev/null || true
    sleep 0.1
  done
}

# failed_units: one a line, ours aside.
failed_units() {
  control list-units --state=failed --plain --no-legend --no-pager --full |
    awk '$1 !~ /^sdops-/ { print $1 }' | sort
}
