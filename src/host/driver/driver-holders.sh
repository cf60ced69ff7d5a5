# driver-holders.sh: which processes have devices of NVIDIA's driver open.
# Inputs: root. Outputs: driver_holders.
# shellcheck shell=sh
: "${root?}"

# driver_nodes: names below /dev/dri that are the driver's.
driver_nodes() {
  for node in "$root"/sys/class/drm/card* "$root"/sys/class/drm/renderD*; do
    case $(readlink -f "$node/device/driver" 2>/dev/null || true) in
      */nvidia) echo "${node##*/}" ;;
    esac
  done
}

# holder_unit PID: systemd's unit, the first of its path that is no slice: a
# process of a login is in what takes the whole login with it.
holder_unit() {
  sed -n -e 's/^0:://p' -e 's/^[0-9]*:name=systemd://p' \
    "$root/proc/$1/cgroup" 2>/dev/null |
    tr / '\n' | grep -v -e '\.slice$' -e '^$' | head -n 1
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
    command=$(tr -d '\000-\037' <"$root/proc/$pid/comm" 2>/dev/null || true)
    unit=$(holder_unit "$pid" || true)
    # It may have ended between the two looks.
    [ -d "$root/proc/$pid" ] || continue
    echo "$pid $module $files ${unit:--} $command"
  done
}
