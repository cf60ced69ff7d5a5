# driver-holders.sh: which processes have devices of NVIDIA's driver open.
# Inputs: root. Outputs: driver_holders.
# needs: prelude contents
# shellcheck shell=sh
: "${root?}"

# driver_nodes: names below /dev/dri that are the driver's.
driver_nodes() {
  set --
  nodes=
  for node in "$root"/sys/class/drm/card* "$root"/sys/class/drm/renderD*; do
    [ -e "$node/device/driver" ] || continue
    set -- "$@" "$node/device/driver"
    nodes="$nodes ${node##*/}"
  done
  [ "$#" -gt 0 ] || return 0
  node_drivers=$(readlink -f "$@")
  for node in $nodes; do
    case ${node_drivers%%"$nl"*} in */nvidia) echo "$node" ;; esac
    node_drivers=${node_drivers#*"$nl"}
  done
}

# find_unit PID: sets unit to systemd's, the first of its path that is no slice:
# a process of a login is in what takes the whole login with it.
find_unit() {
  unit=
  while [ -z "$unit" ] && IFS= read -r group; do
    case $group in
      0::*) group=${group#0::}/ ;;
      [0-9]*:name=systemd:*) group=${group#*:name=systemd:}/ ;;
      *) continue ;;
    esac
    while [ -z "$unit" ] && [ -n "$group" ]; do
      case ${group%%/*} in '' | *.slice) ;; *) unit=${group%%/*} ;; esac
      group=${group#*/}
    done
  done <"$root/proc/$1/cgroup"
}

# open_devices: "pid module files" of each process that has some open.
open_devices() {
  # shellcheck disable=SC2012 # of links, only ls tells where many lead
  { ls -lR "$root"/proc/[0-9]*/fd 2>/dev/null || true; } |
    awk -v nodes=" $(driver_nodes | tr '\n' ' ')" '
      /\/fd:$/ { parts = split($0, path, "/"); pid = path[parts - 1]; next }
      !/ -> \/dev\/(nvidia|dri\/)/ { next }
      {
        file = $0
        sub(/^.* -> \/dev\//, "", file)
        sub(/ \(deleted\)$/, "", file)
        module = "nvidia"
        if (file ~ /^nvidia-modeset/) module = "nvidia_modeset"
        if (file ~ /^nvidia-uvm/) module = "nvidia_uvm"
        if (file ~ /^dri\//) {
          sub(/^dri\//, "", file)
          if (index(nodes, " " file " ") == 0) next
          module = "nvidia_drm"
        }
        count[pid " " module]++
      }
      END { for (key in count) print key, count[key] }' | sort -n
}

# driver_holders: "pid module files unit command" a line; a unit of - is none.
driver_holders() {
  open_devices | while read -r pid module files; do
    # It may have ended between the two looks.
    first_line "$root/proc/$pid/comm"
    find_unit "$pid" 2>/dev/null || continue
    case $content in *[[:cntrl:]]*) content='?' ;; esac
    echo "$pid $module $files ${unit:--} $content"
  done
}
