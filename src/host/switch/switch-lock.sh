# switch-lock.sh: who holds the lock that NixOS' own switch takes.
# Inputs: root. Outputs: switch_lock_holder.
# needs: prelude
# shellcheck shell=sh
: "${root?}"

# switch_lock_holder: "process PID (NAME) of UNIT"; empty when nobody has it.
# The kernel lists each lock with its process and the file's inode.
switch_lock_holder() {
  holder_inode=$(stat -c %i "$root/run/nixos/switch-to-configuration.lock" \
    2>/dev/null) || return 0
  holder_pid=$(awk -v inode="$holder_inode" '
    $2 == "FLOCK" && $6 ~ ":" inode "$" { print $5; exit }' \
    "$root/proc/locks" 2>/dev/null) || return 0
  case $holder_pid in '' | 0 | *[!0-9]*) return 0 ;; esac
  holder_name=$(tr -dc 'A-Za-z0-9._:-' <"$root/proc/$holder_pid/comm" \
    2>/dev/null || true)
  holder_unit=$(sed -n 's|^0::.*/\([^/]*\)$|\1|p' \
    "$root/proc/$holder_pid/cgroup" 2>/dev/null || true)
  echo "process $holder_pid (${holder_name:-unknown})" \
    "of ${holder_unit:-an unknown unit}"
}
