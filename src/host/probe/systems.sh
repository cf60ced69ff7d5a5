# systems.sh: which systems run, are next, and were: the five store paths.
# Inputs: root. Outputs: the functions.
# needs: prelude
# shellcheck shell=sh
: "${root?}"
profile_link=$root/nix/var/nix/profiles/system
# resolved LINK: where it leads; empty when there is nothing.
resolved() { [ ! -e "$1" ] || readlink -f "$1"; }
# is_current SYSTEM: whether it runs. Asks no other program, as readlink is one.
is_current() {
  # shellcheck disable=SC3013 # POSIX since 2024, and in every shell of a host
  [ "$root/run/current-system" -ef "$1" ]
}
# is_booted SYSTEM: whether it was booted; likewise.
is_booted() {
  # shellcheck disable=SC3013 # as above
  [ "$root/run/booted-system" -ef "$1" ]
}
# is_profile SYSTEM: whether the profile leads there; likewise.
is_profile() {
  # shellcheck disable=SC3013 # as above
  [ "$profile_link" -ef "$1" ]
}
current_system() { resolved "$root/run/current-system"; }
booted_system() { resolved "$root/run/booted-system"; }
profile_system() { resolved "$profile_link"; }
# profile_generation: the number in system-N-link; empty without a profile.
profile_generation() {
  generation_link=$(exec readlink "$profile_link") || true
  generation_link=${generation_link##*system-}
  case $generation_link in
    *[!0-9]*-link | -link) ;;
    *-link) echo "${generation_link%-link}" ;;
  esac
}
boot_id() {
  read -r boot_id_now <"$root/proc/sys/kernel/random/boot_id"
  echo "$boot_id_now"
}
# driver_module: the version of the loaded NVIDIA module; empty without one.
driver_module() {
  ! { read -r module_now <"$root/sys/module/nvidia/version"; } 2>/dev/null ||
    echo "$module_now"
}
# driver_library: the version of the running system's NVIDIA library.
driver_library() {
  library_now=$(resolved "$root/run/opengl-driver/lib/libnvidia-ml.so.1")
  library_now=${library_now##*.so.}
  case $library_now in
    '' | [!0-9]* | *[!0-9.]*) ;;
    *) echo "$library_now" ;;
  esac
}
# driver_of SYSTEM: the version of its module for the kernel that runs.
driver_of() {
  timeout 10 modinfo -F version -b "$1/kernel-modules" nvidia 2>/dev/null ||
    true
}
# see_uptime: uptime is whole seconds since boot, which no clock change moves;
# uptime_hundredths are hundredths of one.
see_uptime() {
  read -r uptime_hundredths _ <"$root/proc/uptime"
  uptime=${uptime_hundredths%%.*}
  uptime_hundredths=$uptime${uptime_hundredths#*.}
}
uptime_seconds() { see_uptime && echo "$uptime"; }
