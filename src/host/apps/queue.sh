# queue.sh: what an app still has to do, asked once more by the host itself,
# right before its process is stopped: a job may have come since sdops looked.
# Inputs: old_system, candidate, old_apps, reload, hold_units, idle_limit
# (seconds; 0: nobody's jobs are waited for). Outputs: wait_idle, queue_now.
# needs: prelude apps record wake
# shellcheck shell=sh
: "${old_system:?}" "${candidate:?}" "${old_apps?}" "${idle_limit:?}"
: "${reload:?}" "${hold_units?}" "${directory:?}" "${uptime=}"

# queue_left UNIT: how many jobs; empty when it doesn't say. Only ComfyUI of
# our own module is asked: the running system names its address.
queue_left() {
  [ "$1" = comfyui.service ] || return 0
  queue_url=''
  { read -r queue_url <"$old_system/etc/sdops/comfyui-url"; } 2>/dev/null ||
    [ -n "$queue_url" ] || return 0
  queue_curl=$candidate/etc/sdops/tools/bin/curl
  [ -x "$queue_curl" ] || return 0
  queue_said=$(timeout 15 "$queue_curl" --insecure --max-time 5 --noproxy '*' \
    --silent "$queue_url/prompt" 2>/dev/null </dev/null | tr -d ' \n\000')
  case $queue_said in *'"queue_remaining":'*) ;; *) return 0 ;; esac
  queue_said=${queue_said##*'"queue_remaining":'}
  queue_said=${queue_said%%[!0-9]*}
  case $queue_said in ??????????*) ;; *) echo "$queue_said" ;; esac
}

# queue_now: "UNIT has N jobs" of the first app that is about to be stopped and
# has any.
queue_now() {
  for queue_unit in $old_apps; do
    if ! unit_differs "$old_system" "$candidate" "$queue_unit"; then
      [ "$reload" = 1 ] || continue
      case " $hold_units " in *" $queue_unit "*) ;; *) continue ;; esac
    fi
    queue_count=$(queue_left "$queue_unit")
    [ "${queue_count:-0}" = 0 ] || {
      echo "$queue_unit has unfinished jobs: $queue_count"
      return
    }
  done
}

# wait_idle: 1 when there still are jobs after idle_limit.
wait_idle() {
  [ "$idle_limit" != 0 ] || return 0
  idle_said=''
  wait_until "$idle_limit" is_idle
}

# is_idle: or nobody wants to know any more.
is_idle() {
  busy_words=$(queue_now)
  [ -n "$busy_words" ] && [ ! -f "$directory/reject" ] || return 0
  [ "$busy_words" = "$idle_said" ] || say "waiting: $busy_words"
  idle_said=$busy_words
  return 1
}
