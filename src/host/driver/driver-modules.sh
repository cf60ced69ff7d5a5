# driver-modules.sh: NVIDIA's modules: whether they are free, out, in.
# Inputs: root, run_folder, driver_limit (seconds).
# Outputs: the functions; failed_cause, failed_detail when one returns 1.
# needs: prelude driver-holders fails record scratch systems wake within
# shellcheck shell=sh
: "${root?}" "${run_folder:?}" "${driver_limit:?}" "${uptime=}"

# driver_loaded: the loaded ones, a module before those that it uses.
driver_loaded() {
  for module in nvidia_peermem nvidia_uvm nvidia_drm nvidia_modeset nvidia; do
    [ ! -d "$root/sys/module/$module" ] || echo "$module"
  done
}

# holders_of MODULE: how many modules use it.
holders_of() {
  count=0
  for holder in "$root/sys/module/$1/holders"/*; do
    [ ! -e "$holder" ] && [ ! -L "$holder" ] || count=$((count + 1))
  done
  echo "$count"
}

# driver_bound: what still holds a module, in words; nothing when all are free.
# A console (fbcon), displays and peer memory hold one without any file.
driver_bound() {
  for module in $(driver_loaded); do
    references=$(timeout 5 cat "$root/sys/module/$module/refcnt" \
      2>/dev/null || echo none)
    holders=$(holders_of "$module")
    [ "$references" = "$holders" ] || {
      echo "$module: $references references, $holders of them from modules"
    }
  done
  driver_holders | while read -r pid module files unit command; do
    echo "process $pid ($command) of $unit has $files files of $module open"
  done
}

# driver_free: waits until nothing but each other holds them: processes that
# were just ended give theirs back a moment later.
driver_free() {
  ! wait_until 10 is_unbound || return 0
  echo "$bound" >&2
  fails driver driver-held "$(words "$bound")"
}

is_unbound() {
  bound=$(driver_bound)
  [ -z "$bound" ]
}

# driver_unload: by rmmod, which needs no folder of modules: what is loaded may
# be of a system that modprobe doesn't search.
driver_unload() {
  driver_free || return 1
  for module in $(driver_loaded); do
    [ -d "$root/sys/module/$module" ] || continue
    unload_code=0
    within "$driver_limit" rmmod "$module" || unload_code=$?
    case $unload_code in
      0) ;;
      124)
        fails driver driver-stuck \
          "$module was not unloaded within $driver_limit s"
        return 1 ;;
      *)
        fails driver driver-unload-failed "rmmod $module: exit $unload_code"
        return 1 ;;
    esac
  done
}

# wanted_modules SYSTEM: what was loaded, and what SYSTEM loads at boot; a
# module after those that it uses.
wanted_modules() {
  for module in nvidia nvidia_modeset nvidia_drm nvidia_uvm nvidia_peermem; do
    ! cat "$run_folder/modules" "$1/etc/modules-load.d/nixos.conf" \
      2>/dev/null | tr - _ | grep -qx "$module" || echo "$module"
  done
}

# driver_load SYSTEM VERSION: SYSTEM's own modules, by its folder: plain
# modprobe searches the booted system first, and would load the old ones.
driver_load() {
  for module in $(wanted_modules "$1"); do
    load_code=0
    within "$driver_limit" modprobe -d "$1/kernel-modules" "$module" ||
      load_code=$?
    case $load_code in
      0) ;;
      124)
        fails driver driver-stuck \
          "$module was not loaded within $driver_limit s"
        return 1 ;;
      *)
        fails driver driver-load-failed "modprobe $module: exit $load_code"
        return 1 ;;
    esac
  done
  # Rules of udev make the devices.
  ! command -v udevadm >/dev/null ||
    within 20 udevadm settle --timeout=15 || true
  driver_is "$2"
}

# driver_is VERSION: every loaded module is of that version.
driver_is() {
  [ "$(driver_module)" = "$1" ] || {
    fails driver driver-load-failed \
      "the loaded module is $(driver_module), not $1"
    return 1
  }
  for module in $(driver_loaded); do
    other=$(cat "$root/sys/module/$module/version" 2>/dev/null || echo "$1")
    [ "$other" = "$1" ] || {
      fails driver driver-load-failed "$module has version $other, not $1"
      return 1
    }
  done
}
