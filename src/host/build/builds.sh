# builds.sh: builds that go on by themselves. Each has a folder of its name
# below state_root/builds: about, wanted (derivations and paths, a line each),
# run (its script), pid, log, exit (once it has ended: Nix's exit, or
# cancelled), result* (GC roots, until hosts have what they keep), tmp.
# Inputs: state_root. Outputs: build_place, which sets place; build_alive, which
# sets pid; follow_build.
# needs: prelude portable
# shellcheck shell=sh
: "${state_root:?}" "${place=}"

# build_place ID
build_place() { place=$state_root/builds/$1; }

# build_alive: whether the one in $place runs; its number may be another's now.
build_alive() {
  [ ! -e "$place/exit" ] && [ -s "$place/pid" ] || return 1
  pid=$(cat "$place/pid")
  # A machine that is no host may be no Linux.
  if [ -n "${SDOPS_CONTROL:-}" ]; then ps -p "$pid" -o args= 2>/dev/null
  else tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null; fi |
    grep -qF "$place/run"
}

# heard PID: a word now and then, as a fact, so that a dead connection is
# noticed; when nobody hears it any more, PID is ended. Goes with PID.
heard() {
  trap '' PIPE
  while sleep 2 >/dev/null 2>&1 && kill -0 "$1" 2>/dev/null; do
    fact alive 1 2>/dev/null || kill -TERM "$1"
  done
}

# follow_build: its log on stderr, from the start to its end; when nobody
# listens any more, we end, and it goes on.
follow_build() {
  # Ours; $$ is the shell of the whole session.
  me=$(exec sh -c 'echo "$PPID"')
  heard "$me" &
  speaker=$!
  # One that has ended is shown whole.
  pid=
  build_alive || true
  follow_file "$place/log" "$pid" build_alive >&2 &
  lines=$!
  trap 'kill "$lines" "$speaker" 2>/dev/null; exit 1' HUP INT PIPE TERM
  wait "$lines" || true
  trap - HUP INT PIPE TERM
  kill "$speaker" 2>/dev/null || true
}
