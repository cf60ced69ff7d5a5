# begin-build.sh: begins builds, as units of their own; on a machine that is no
# host, as sessions that no terminal ends.
# Inputs: state_root. Outputs: begin_build, find_running.
# needs: prelude builds portable
# shellcheck shell=sh
: "${state_root:?}" "${place=}" "${nl:?}"

# How many of those that have ended are kept, with what they have built for
# hosts that never came for it.
most_builds=20

forget_builds() {
  count=0
  # shellcheck disable=SC2012 # names that realise has made
  ls -1t "$state_root/builds" | while read -r old; do
    build_place "$old"
    ! build_alive || continue
    count=$((count + 1))
    [ "$count" -lt "$most_builds" ] || rm -rf "$place"
  done
}

# begin_build ID TEXT WANTED ABOUT: with the environment of this session, where
# proxies and certificates may be.
begin_build() {
  umask 077
  forget_builds
  build_place "$1"
  rm -rf "$place"
  mkdir -p "$place"
  { export -p && printf '%s' "$2"; } >"$place/run"
  printf '%s\n' "$3" | tr ' ' "$nl" >"$place/wanted"
  printf '%s' "$4" >"$place/about"
  : >"$place/log"
  if [ -n "${SDOPS_CONTROL:-}" ]; then
    new_session sh "$place/run"
  else
    systemd-run --quiet --collect --unit="sdops-build-$1" \
      --property=KillMode=control-group --property=TimeoutStopSec=10 \
      "$(command -v sh)" "$place/run"
  fi
  rounds=0
  until [ -s "$place/pid" ] || [ "$rounds" -gt 500 ]; do
    rounds=$((rounds + 1))
    sleep 0.02
  done
}

# find_running WANTED: a build under way that makes all of it, in $place.
find_running() {
  for place in "$state_root/builds"/*; do
    build_alive || continue
    for path in $1; do
      grep -qxF "$path" "$place/wanted" || continue 2
    done
    return 0
  done
  return 1
}
