# within.sh: a limit for calls into the driver, which the kernel may not let
# die: `timeout` would wait for them for ever.
# Inputs: switch.sh's beat. Outputs: within.
# shellcheck shell=sh

# ended PID: whether our child is over, reaped or not. Nothing is written for
# it: a full /run must not look like a driver that doesn't answer.
ended() {
  read -r ended_stat <"/proc/$1/stat" || return 0
  case ${ended_stat##*) } in Z* | X*) return 0 ;; esac
  return 1
} 2>/dev/null

# within SECONDS COMMAND…: its exit code; 124 when it was late and left behind.
within() {
  within_until=$(($(uptime_seconds) + $1))
  shift
  # shellcheck disable=SC2016 # what it names is its own
  setsid sh -c 'umask 022; exec "$@"' sh "$@" </dev/null 9>&- &
  within_child=$!
  until ended "$within_child"; do
    beat
    if [ "$(uptime_seconds)" -ge "$within_until" ]; then
      kill -KILL "-$within_child" 2>/dev/null || true
      return 124
    fi
    sleep 0.1
  done
  wait "$within_child"
}
