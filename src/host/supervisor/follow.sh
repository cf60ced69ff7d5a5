# follow.sh: the log as it grows, and the record whenever it is written. It
# waits for the files themselves; nothing here depends on who reads it.
# Inputs: id, offset (bytes of the log that are known).
# Outputs: stdout: the log from there on, as it is. stderr: for each record a
# line `sdops-record ALIVE SIZE BASE64`: ALIVE 0: nobody is left who would write
# another; SIZE: of the log by then, which what the record tells of has been
# written to before. The same again every 10 s, as a sign of life.
# Ends with the final record, or one that nobody ends. Exit: 0.
# needs: cgroup record systems
# shellcheck shell=sh
: "${directory:?}" "${offset:?}" "${id:?}"

# tell ALIVE: the record first: a final one is written after all of the log.
tell() {
  text=$(base64 -w 0 "$directory/record" 2>/dev/null || true)
  size=$(stat -c %s "$directory/output" 2>/dev/null || echo 0)
  printf 'sdops-record %s %s %s\n' "$1" "$size" "$text" >&2
}

# look: tells; 1 when nothing will come any more.
look() {
  if is_over || ! orphaned; then tell 1; else tell 0 && return 1; fi
  ! is_over
}

is_over() { record_whole && is_final "$(record_get state)"; }

# orphaned: whether nobody is left who would write another record, also one that
# can't be read: the host has rebooted, or supervisor and dead-man are gone. Who
# is booted once has nobody yet.
orphaned() {
  if record_whole; then
    [ "$(record_get state)" != booting ] || return 1
    [ "$(record_get boot-id)" = "$(boot_id)" ] || return 0
  fi
  ! deploy_alive "$id"
}

# record_lines: of each record that takes the place of the one before, and
# `tick` now and then. Whoever reads them may go at any time.
record_lines() {
  while sleep 10; do echo tick; done 2>/dev/null &
  watch --max-unchanged-stats=1 -n +1 -F "$directory/record"
}

# watch OPTION… FILE: becomes tail, which waits for inotify. Where a file system
# has none, such as overlayfs, it looks by itself, and this often.
watch() { exec tail -s 0.05 "$@" 2>/dev/null; }

# until_final: each record has one line that says its state.
until_final() {
  while IFS= read -r line; do
    case $line in
      state=*)
        tell 1
        ! is_final "${line#state=}" || return 0 ;;
      tick) look || return 0 ;;
    esac
  done
  # Nobody reads the record to us; whoever follows us will ask again.
  sleep 1
}

main() {
  log=$directory/output
  from=+$((offset + 1))
  if ! look; then
    tail -c "$from" "$log" 2>/dev/null || true
    return
  fi
  watch -c "$from" -f "$log" &
  log_tail=$!
  trap 'kill "$log_tail" 2>/dev/null || true' EXIT
  trap 'exit 1' HUP INT PIPE TERM
  record_lines | until_final
  kill "$log_tail" 2>/dev/null || true
  # Nothing of it comes after our own last word.
  wait "$log_tail" 2>/dev/null || true
}
main </dev/null
