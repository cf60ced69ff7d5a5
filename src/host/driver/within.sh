# within.sh: a limit for calls into the driver, which the kernel may not let
# die: `timeout` would wait for them for ever.
# Inputs: none. Outputs: within.
# needs: systems wake
# shellcheck shell=sh
: "${uptime=}" "${woken=}" "${beating_number:?}"

# within SECONDS COMMAND…: its exit code; 124 when it was late and left behind.
within() {
  see_uptime
  within_until=$((uptime + $1))
  shift
  beating_number=$((beating_number + 1))
  # shellcheck disable=SC2016 # what it names is its own
  setsid sh -c 'umask 022
    number=$1 code=0
    shift
    "$@" 7>&- || code=$?
    echo "ended $number" 2>/dev/null >&7 || true
    exit "$code"' sh "$beating_number" "$@" </dev/null 9>&- &
  within_child=$!
  until ended "$within_child"; do
    pause
    [ "$woken" != "ended $beating_number" ] || break
    if [ "$uptime" -ge "$within_until" ]; then
      kill -KILL "-$within_child" 2>/dev/null || true
      return 124
    fi
  done
  wait "$within_child"
}
