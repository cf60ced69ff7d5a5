# listener.sh: who takes connections.
# Inputs: root, nl. Outputs: listener, listeners.
# needs: prelude
# shellcheck shell=sh
: "${root?}" "${nl?}"

# sockets PORT: lines ADDRESS INODE of those that take connections there, with
# the address as the kernel writes it.
sockets() {
  awk -v port=":$(printf '%04X' "$1")" '$4 == "0A" &&
    substr($2, length($2) - 4) == port {
      print substr($2, 1, length($2) - 5), $10 }' \
    "$root/proc/net/tcp" "$root/proc/net/tcp6" 2>/dev/null || true
}

# holder INODE: the unit or program whose socket it is.
holder() {
  for process in "$root"/proc/[0-9]*; do
    # One fork a process: a host has thousands of open files.
    open=$nl$(readlink "$process"/fd/* 2>/dev/null || true)$nl
    case $open in *"${nl}socket:[$1]$nl"*) ;; *) continue ;; esac
    unit=$(sed -n 's/^0::.*\/\([^/]*\.service\).*$/\1/p' \
      "$process/cgroup" 2>/dev/null || true)
    echo "${unit:-$(cat "$process/comm" 2>/dev/null || true)}"
    return 0
  done
  echo "an unknown program"
}

# listeners PORT: lines ADDRESS HOLDER.
listeners() {
  sockets "$1" | while read -r address inode; do
    echo "$address $(holder "$inode")"
  done
}

# listener PORT: the first holder alone.
listener() {
  listeners "$1" | sed -n '1s/^[^ ]* //p'
}
