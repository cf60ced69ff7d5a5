# attend.sh: runs a command that lasts in a process group of its own, and knows
# whether somebody still waits for it.
# Inputs: attended (1: it stops with the connection; nobody waits for it then.
# 0: it goes on: to end it half-way would be worse).
# Outputs: attend, which sets code; folder, with work and tmp, gone at the end.
# needs: own-folder
# shellcheck shell=sh disable=SC2034
: "${folder=}"

# group_alive: whether a process of the group is left; zombies aside. Its first
# process is asked too: for a moment it has no group of its own yet.
group_alive() {
  kill -0 "$group" 2>/dev/null || kill -0 "-$group" 2>/dev/null
}

end_group() {
  trap '' HUP INT PIPE TERM
  kill -TERM "-$group" 2>/dev/null || true
  rounds=0
  while group_alive && [ "$rounds" -lt 50 ]; do
    rounds=$((rounds + 1))
    sleep 0.1
  done
  kill -KILL "-$group" 2>/dev/null || true
  rm -rf "$folder"
}

make_work_folder() {
  umask 022
  make_folder
  mkdir "$folder/work" "$folder/tmp"
  cd "$folder/work" || exit 1
  export TMPDIR="$folder/tmp"
}

# says_alive PID: a word now and then, so that a dead connection is noticed;
# when nobody hears it any more, PID is ended. Goes with PID.
says_alive() {
  trap '' PIPE
  while sleep 2 >/dev/null 2>&1 && kill -0 "$1" 2>/dev/null; do
    echo "sdops alive" >&2 || kill -TERM "$1"
  done
}

# attend ATTENDED COMMAND…: in $folder/work; its stdout is $folder/stdout.
attend() {
  attended=$1
  shift
  setsid "$@" >../stdout </dev/null &
  group=$!
  speaker=
  if [ "$attended" = 1 ]; then
    # Ours; $$ is the shell of the whole session.
    me=$(exec sh -c 'echo "$PPID"')
    says_alive "$me" &
    speaker=$!
    # Not before: who is forked with a trap may miss what ends him.
    trap 'end_group; exit 1' HUP INT PIPE TERM
  fi
  code=0
  wait "$group" || code=$?
  [ -z "$speaker" ] || kill "$speaker" 2>/dev/null || true
}
