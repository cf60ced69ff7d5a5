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

# record_whole: whether it is one that we could have written: a file, of this
# deployment, with every key and a known state. deploy-record.ts judges alike.
record_whole() {
  [ -f "$directory/record" ] && [ ! -L "$directory/record" ] || return 1
  tr -d '\000' <"$directory/record" | awk -v id="$id" '
    { at = index($0, "="); key = substr($0, 1, at - 1) }
    at > 1 && !(key in value) { value[key] = substr($0, at + 1) }
    function one_of(word, list) {
      return word ~ /^[a-z-]+$/ && index(" " list " ", " " word " ")
    }
    function is_count(text) {
      return text ~ /^[0-9]+$/ && length(text) < 16
    }
    END {
      wanted = "boot-id boot-default booted candidate current generation"
      count = split(wanted " profile", keys, " ")
      for (i = 1; i <= count; i++) if (!(keys[i] in value)) exit 1
      count = split("seq since started", keys, " ")
      for (i = 1; i <= count; i++) if (!is_count(value[keys[i]])) exit 1
      if (value["id"] != id || value["nonce"] == "") exit 1
      if (!one_of(value["goal"], "boot repair switch test")) exit 1
      states = "activating booting committing gating locked rolling-back"
      states = states " starting committed conflict degraded failed refused"
      states = states " repaired rolled-back stranded tested"
      if (!one_of(value["state"], states)) exit 1
    }'
}

# record_defaults: the lines that a record has from the start. Who knows the
# order prints them (order-record.sh), so that one which was cut short or
# emptied meanwhile is whole again after the next write.
record_defaults() { :; }

# record_set KEY VALUE …: changes these, keeps the others, counts up seq. On a
# full disk the reserve is given up for it.
record_set() {
  record_write "$@" && return
  rm -f "$directory/reserve"
  record_write "$@"
}

record_write() {
  seq=$(record_get seq)
  case $seq in '' | *[!0-9]* | ????????????????*) seq=0 ;; esac
  {
    echo "seq=$((seq + 1))"
    echo "since=$(date +%s)"
    while [ "$#" -gt 1 ]; do
      printf '%s=%s\n' "$1" "$(one_line "$2")"
      shift 2
    done
    cat "$directory/record" 2>/dev/null || true
    record_defaults
  } | awk -F= '/^[a-z-]+=/ && !seen[$1]++' >"$directory/record.new" || return 1
  # A full disk shows here: an empty or cut file must not replace a whole one.
  grep -q '^nonce=' "$directory/record.new" || return 1
  fsync "$directory/record.new"
  # Whatever else has taken its place is kept beside it.
  [ ! -d "$directory/record" ] ||
    mv -T "$directory/record" "$directory/record.$$" || return 1
  mv -fT "$directory/record.new" "$directory/record" || return 1
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
