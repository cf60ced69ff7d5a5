# listener.sh: who takes connections.
# Inputs: root, nl. Outputs: listener.
# needs: prelude
# shellcheck shell=sh
: "${root?}" "${nl?}"

# listener PORT: the unit or program that takes connections there.
listener() {
  wanted=$(printf '%04X' "$1")
  inode=$(awk -v port=":$wanted" '$4 == "0A" &&
    substr($2, length($2) - 4) == port { print $10; exit }' \
    "$root/proc/net/tcp" "$root/proc/net/tcp6" 2>/dev/null || true)
  [ -n "$inode" ] || return 0
  for process in "$root"/proc/[0-9]*; do
    # One fork a process: a host has thousands of open files.
    open=$nl$(readlink "$process"/fd/* 2>/dev/null || true)$nl
    case $open in *"${nl}socket:[$inode]$nl"*) ;; *) continue ;; esac
    unit=$(sed -n 's/^0::.*\/\([^/]*\.service\).*$/\1/p' \
      "$process/cgroup" 2>/dev/null || true)
    echo "${unit:-$(cat "$process/comm" 2>/dev/null || true)}"
    return 0
  done
  echo "an unknown program"
}
