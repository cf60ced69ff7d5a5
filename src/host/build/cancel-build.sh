# cancel-build.sh: ends a build, and waits until nothing of it is left but that
# it was.
# Inputs: id. Outputs: facts known (0: there is no such build), ran (0: it had
# ended before). Exit: 0.
# needs: prelude builds
# shellcheck shell=sh
: "${id:?}" "${place=}" "${pid=}"
# end_session: of a build that is no unit.
end_session() {
  kill -TERM "-$pid" 2>/dev/null || true
  rounds=0
  while kill -0 "-$pid" 2>/dev/null && [ "$rounds" -lt 100 ]; do
    rounds=$((rounds + 1))
    sleep 0.1
  done
  kill -KILL "-$pid" 2>/dev/null || true
}

main() {
  build_place "$id"
  if [ ! -e "$place/log" ]; then
    fact known 0
    return 0
  fi
  fact known 1
  if ! build_alive; then
    fact ran 0
    return 0
  fi
  echo cancelled >"$place/exit"
  if [ -n "${SDOPS_CONTROL:-}" ]; then end_session
  else systemctl stop "sdops-build-$id.service" 2>/dev/null || true; fi
  rm -rf "$place/tmp" "$place/result"*
  fact ran 1
}
main </dev/null
