# wake.sh: waiting without polling. Whoever has news for who waits here writes
# a line into a FIFO: a word's giver, a child that ends, and once a second a
# ticker, for heartbeats and deadlines. What is so is said by files and by the
# kernel, never by a line: one that is lost costs a second.
# Inputs: root, run_folder.
# Outputs: open_wake, pause, wait_until, beat, beating, ended, ticker_end.
# needs: prelude scratch systems
# shellcheck shell=sh
: "${root?}" "${run_folder:?}" "${uptime=}"
wake=$run_folder/wake
ticker='' woken='' beating_number=0

# beat: tells the dead-man that we live; in /run, which a full disk spares. It
# is written in place, which takes no room: /run may be full as well.
beat() {
  see_uptime
  echo "$uptime" 1<>"$run_folder/heartbeat" || true
}

# open_wake: descriptor 7, open for both, so that nobody ever waits for a reader
# or a writer.
open_wake() {
  [ -p "$wake" ] || mkfifo "$wake" || return 0
  exec 7<>"$wake"
  start_ticker
}

start_ticker() {
  while sleep 1; do echo tick; done >&7 7>&- 9>&- </dev/null 2>/dev/null &
  ticker=$!
}

ticker_end() { [ -z "$ticker" ] || kill "$ticker" 2>/dev/null || true; }

# ended PID: whether our child is over, reaped or not. Nothing is written for
# it: a full /run must not look like a driver that doesn't answer.
ended() {
  read -r ended_stat <"/proc/$1/stat" || return 0
  case ${ended_stat##*) } in Z* | X*) return 0 ;; esac
  return 1
} 2>/dev/null

# pause: until there is news, a second at most; woken is the line. Beats.
pause() {
  woken=tick
  if [ -z "$ticker" ]; then
    # There was no room for a FIFO.
    sleep 1
  else
    ! ended "$ticker" || start_ticker
    read -r woken <&7 || sleep 1
  fi
  beat
}

# wait_until SECONDS COMMAND…: asks at each piece of news; 1 when it isn't so by
# then. The command may not wait so itself.
wait_until() {
  see_uptime
  waiting_until=$((uptime + $1))
  shift
  until "$@"; do
    [ "$uptime" -lt "$waiting_until" ] || return 1
    pause
  done
}

# beating COMMAND…: its exit code; beats while it runs.
beating() {
  beating_number=$((beating_number + 1))
  {
    beating_code=0
    "$@" 7>&- 9>&- </dev/null || beating_code=$?
    [ -z "$ticker" ] || echo "ended $beating_number" >&7
    exit "$beating_code"
  } &
  beating_child=$!
  until_ended "$beating_child"
  wait "$beating_child"
}

# until_ended PID: a child that says "ended $beating_number" at last. One that
# was killed says nothing.
until_ended() {
  until ended "$1"; do
    pause
    [ "$woken" != "ended $beating_number" ] || return 0
  done
}
