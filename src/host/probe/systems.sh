# systems.sh: which systems run, are next, and were: the five store paths.
# Inputs: root. Outputs: the functions.
# shellcheck shell=sh
: "${root?}"
profile_link=$root/nix/var/nix/profiles/system
# resolved LINK: where it leads; empty when there is nothing.
resolved() { [ ! -e "$1" ] || readlink -f "$1"; }
current_system() { resolved "$root/run/current-system"; }
booted_system() { resolved "$root/run/booted-system"; }
profile_system() { resolved "$profile_link"; }
# profile_generation: the number in system-N-link; empty without a profile.
profile_generation() {
  { readlink "$profile_link" || true; } |
    sed -n 's/^.*system-\([0-9]*\)-link$/\1/p'
}
boot_id() { cat "$root/proc/sys/kernel/random/boot_id"; }
# driver_module: the version of the loaded NVIDIA module; empty without one.
driver_module() { cat "$root/sys/module/nvidia/version" 2>/dev/null || true; }
# driver_library: the version of the running system's NVIDIA library.
driver_library() {
  resolved "$root/run/opengl-driver/lib/libnvidia-ml.so.1" |
    sed -n 's/^.*\.so\.\([0-9][0-9.]*\)$/\1/p'
}
# driver_of SYSTEM: the version of its module for the kernel that runs.
driver_of() {
  timeout 10 modinfo -F version -b "$1/kernel-modules" nvidia 2>/dev/null ||
    true
}
# uptime_seconds: whole seconds since boot, which no clock change moves.
uptime_seconds() {
  read -r uptime_now _ <"$root/proc/uptime"
  echo "${uptime_now%%.*}"
}
