# record.sh: the record of a deployment, `key=value` lines, one file.
# Inputs: state_root, id. Outputs: the functions; directory.
# Each write: write, fsync, rename, fsync the folder, before the step that it
# announces (design, activation.md §2).
# shellcheck shell=sh
: "${state_root:?}" "${id:?}"
directory=$state_root/deploys/$id

# one_line TEXT: no control characters, at most 1000 bytes.
one_line() {
  printf '%s' "$1" | tr '\n\t\r' '   ' | tr -d '\000-\037\177' | head -c 1000
}

# fsync PATH…
fsync() { sync "$@" 2>/dev/null || sync; }

# record_get KEY: its value; empty when there is none.
record_get() {
  sed -n "s/^$1=//p" "$directory/record" 2>/dev/null | head -n 1
}

# record_set KEY VALUE …: changes these, keeps the others, counts up seq. On a
# full disk the reserve is given up for it.
record_set() {
  record_write "$@" && return
  rm -f "$directory/reserve"
  record_write "$@"
}

record_write() {
  seq=$(record_get seq)
  {
    echo "seq=$((${seq:-0} + 1))"
    echo "since=$(date +%s)"
    while [ "$#" -gt 1 ]; do
      printf '%s=%s\n' "$1" "$(one_line "$2")"
      shift 2
    done
    cat "$directory/record" 2>/dev/null || true
  } | awk -F= '!seen[$1]++' >"$directory/record.new" || return 1
  # A full disk shows here: an empty or cut file must not replace a whole one.
  grep -q '^nonce=' "$directory/record.new" || return 1
  fsync "$directory/record.new"
  mv -f "$directory/record.new" "$directory/record" || return 1
  fsync "$directory"
}

# audit: a line for people: when, what, who, how it ended.
audit() {
  printf '%s %s %s %s by %s: %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$id" \
    "$(record_get goal)" "$(record_get candidate)" "$(record_get who)" \
    "$(record_get state)" "$(record_get cause)" >>"$state_root/audit.log"
}

# words LIST: on one line, single blanks between.
words() {
  # shellcheck disable=SC2086 # splitting is what it does
  set -- $1
  printf '%s' "$*"
}

# same_files ONE OTHER: both there and equal; cmp is not on every host.
same_files() {
  [ -f "$1" ] && [ -f "$2" ] || return 1
  [ "$(sha256sum <"$1")" = "$(sha256sum <"$2")" ]
}

# is_final STATE
is_final() {
  case $1 in
    committed | conflict | degraded | failed | refused) return 0 ;;
    repaired | rolled-back | stranded | tested) return 0 ;;
  esac
  return 1
}
