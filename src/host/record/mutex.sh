# mutex.sh: one at a time, so that no two begin, end or take a lock at once.
# Inputs: state_root. Outputs: exclusively.
# needs: prelude
# shellcheck shell=sh
: "${state_root:?}"

# only_folder PATH, only_file PATH: what has taken its place makes room.
only_folder() {
  if [ -e "$1" ] && [ ! -d "$1" ]; then mv -T "$1" "$1.$$"; fi
}
only_file() {
  if [ -e "$1" ] && [ ! -f "$1" ]; then mv -T "$1" "$1.$$"; fi
}

# exclusively COMMAND…: descriptor 8; what is started must not keep it.
exclusively() {
  only_folder "$state_root"
  mkdir -p "$state_root"
  chmod 0700 "$state_root"
  only_file "$state_root/mutex"
  exec 8>>"$state_root/mutex"
  flock 8
  only_folder "$state_root/deploys"
  only_file "$state_root/audit.log"
  mkdir -p "$state_root/deploys"
  "$@" 8>&-
  flock -u 8
}
