# within.sh: a limit for calls into the driver, which the kernel may not let
# die: `timeout` would wait for them for ever.
# Inputs: run_folder; switch.sh's beat. Outputs: within.
# shellcheck shell=sh
: "${run_folder:?}"

# within SECONDS COMMAND…: its exit code; 124 when it was late and left behind.
within() {
  within_until=$(($(uptime_seconds) + $1))
  shift
  rm -f "$run_folder/within"
  # shellcheck disable=SC2016 # what it names is its own
  setsid sh -c '
    file=$1 code=0
    shift
    umask 022
    "$@" || code=$?
    echo "$code" >"$file.new" && mv -f "$file.new" "$file"
  ' sh "$run_folder/within" "$@" </dev/null 9>&- &
  within_group=$!
  until [ -f "$run_folder/within" ]; do
    beat
    if [ "$(uptime_seconds)" -ge "$within_until" ]; then
      kill -KILL "-$within_group" 2>/dev/null || true
      return 124
    fi
    sleep 0.1
  done
  return "$(cat "$run_folder/within")"
}
