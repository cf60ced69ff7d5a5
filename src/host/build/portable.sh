# portable.sh: sessions, turns and logs by what POSIX has, where a build site is
# no Linux machine: without setsid, flock, and tail's --pid.
# Inputs: SDOPS_NODE in the environment of a machine that is no host: Node.js.
# Outputs: new_session, take_turn, end_turn, follow_file.
# needs: nothing
# shellcheck shell=sh

# new_session COMMAND…: in a session of its own, that no terminal ends; its
# process group has its number.
new_session() {
  if command -v setsid >/dev/null; then
    (setsid nohup "$@" >/dev/null 2>&1 &)
    return
  fi
  "$SDOPS_NODE" -e '
    const { spawn } = require("node:child_process")
    const [file, ...words] = process.argv.slice(1)
    spawn(file, words, { detached: true, stdio: "ignore" }).unref()
  ' -- "$@"
}

# take_turn FILE: waits until nobody else has it. With flock it is held by
# number 7, and goes with us; else by a link that names us, which whoever finds
# us dead may take away, one at a time.
take_turn() {
  if command -v flock >/dev/null; then
    exec 7>>"$1"
    flock 7
    return
  fi
  turn=$1.held
  until ln -s "pid-$$" "$turn" 2>/dev/null; do
    holder=$(readlink "$turn" || true)
    [ -n "$holder" ] || continue
    kill -0 "${holder#pid-}" 2>/dev/null || free_turn "$holder"
    sleep 0.1
  done
}

# free_turn HOLDER: of who has died; of who came since, nothing is taken.
free_turn() {
  # Who did this and died, too, took no minute.
  [ -z "$(find "$turn.free" -prune -mmin +1 2>/dev/null)" ] ||
    rmdir "$turn.free" 2>/dev/null || true
  mkdir "$turn.free" 2>/dev/null || return 0
  [ "$(readlink "$turn" || true)" != "$1" ] || rm -f "$turn"
  rmdir "$turn.free"
}

end_turn() {
  if [ -n "${turn:-}" ]; then rm -f "$turn"; else exec 7>&-; fi
}

# follow_file FILE PID COMMAND…: what is in it, and what comes, until COMMAND
# fails; PID: of who writes it. In a subshell, which it takes.
follow_file() {
  followed=$1 writer=$2
  shift 2
  case $(tail --help 2>&1 || true) in *--pid*)
    exec tail -s 0.05 ${writer:+--pid="$writer" -f} -c +1 "$followed" ;;
  esac
  shown=0 goes_on=1
  while [ "$goes_on" = 1 ]; do
    # Asked before the file is: what it wrote last is in it.
    [ -n "$writer" ] && "$@" || goes_on=0
    size=$(($(wc -c <"$followed")))
    if [ "$size" -gt "$shown" ]; then
      tail -c "+$((shown + 1))" "$followed" | head -c "$((size - shown))"
      shown=$size
    fi
    [ "$goes_on" = 0 ] || sleep 0.1
  done
}
