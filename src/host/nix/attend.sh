# attend.sh: runs a command that lasts in a process group of its own, and knows
# whether somebody still waits for it.
# Inputs: attended (1: it stops with the connection; nobody waits for it then.
# 0: it goes on: to end it half-way would be worse).
# Outputs: attend, which sets code; folder, with work and tmp, gone at the end.
# shellcheck shell=sh disable=SC2034

# The sshd that serves us; empty when there is none among our ancestors.
serving_sshd() {
  ancestor=$$
  while [ "$ancestor" -gt 1 ]; do
    case $(cat "/proc/$ancestor/comm" 2>/dev/null || true) in
      sshd*) echo "$ancestor" && return ;;
    esac
    ancestor=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$ancestor/status" \
      2>/dev/null || echo 1)
    ancestor=${ancestor:-1}
  done
}

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

make_folder() {
  umask 022
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  mkdir "$folder/work" "$folder/tmp"
  cd "$folder/work" || exit 1
  export TMPDIR="$folder/tmp"
}

# attend ATTENDED COMMAND…: in $folder/work; its stdout is $folder/stdout.
attend() {
  attended=$1
  shift
  sshd=$(serving_sshd)
  setsid sh -c '"$@"; echo "$?" >../exit.new; mv ../exit.new ../exit' sh \
    "$@" >../stdout </dev/null &
  group=$!
  [ "$attended" = 0 ] || trap 'end_group; exit 1' HUP INT PIPE TERM
  beats=0
  while [ ! -f ../exit ] && group_alive; do
    sleep 0.2
    beats=$((beats + 1))
    [ "$attended" = 1 ] || continue
    if [ -n "$sshd" ] && [ ! -d "/proc/$sshd" ]; then end_group && exit 1; fi
    # A word now and then, so that a dead connection is noticed.
    [ $((beats % 25)) -ne 0 ] || echo "sdops alive" >&2
  done
  code=$(cat ../exit 2>/dev/null || echo 137)
}
