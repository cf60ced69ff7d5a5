# mutex.sh: one at a time, so that no two begin, end or take a lock at once.
# Inputs: state_root. Outputs: exclusively.
# shellcheck shell=sh
: "${state_root:?}"

# exclusively COMMAND…: descriptor 8; what is started must not keep it.
exclusively() {
  mkdir -p "$state_root/deploys"
  chmod 0700 "$state_root"
  exec 8>>"$state_root/mutex"
  flock 8
  "$@" 8>&-
  flock -u 8
}
