# record.sh: the record of a deployment, `key=value` lines, one file.
# Inputs: state_root, id, nl. Outputs: the functions; directory.
# Each write: write, fsync, rename, fsync the folder, before the step that it
# announces (design, activation.md §2). Lines are taken apart here, without a
# program: the record is read and written all the time.
# needs: prelude
# shellcheck shell=sh
: "${state_root:?}" "${id:?}" "${nl:?}"
directory=$state_root/deploys/$id

# to_line TEXT: line is it without control characters, at most 1000 bytes.
to_line() {
  line=$1
  case $line in
    *[[:cntrl:]]*) line=$(printf '%s' "$line" | tr '\n\t\r' '   ' |
      tr -d '\000-\037\177') ;;
  esac
  [ "${#line}" -le 1000 ] || line=$(printf '%s' "$line" | head -c 1000)
}

# fsync PATH…
fsync() { sync "$@" 2>/dev/null || sync; }

# record_read: record is its lines, between line ends; none without a file.
record_read() {
  record=$nl
  [ -f "$directory/record" ] || return 0
  while IFS= read -r record_line || [ -n "$record_line" ]; do
    record=$record$record_line$nl
  done <"$directory/record" || true
} 2>/dev/null

# record_value KEY: value is what the record that was read has; empty without.
record_value() {
  value=''
  case $record in
    *"$nl$1="*)
      value=${record#*"$nl$1="}
      value=${value%%"$nl"*} ;;
  esac
}

# recorded KEY: record_value of the record as it is now.
recorded() {
  record_read
  record_value "$1"
}

# record_get KEY: prints it.
record_get() {
  recorded "$1"
  printf '%s\n' "$value"
}

# is_count TEXT
is_count() {
  case $1 in '' | *[!0-9]* | ????????????????*) return 1 ;; esac
}

# record_whole: reads it; whether it is one that we could have written: a file,
# of this deployment, with every key and a known state. deploy-record.ts judges
# alike.
record_whole() {
  record=$nl
  [ -f "$directory/record" ] && [ ! -L "$directory/record" ] || return 1
  record_read
  record_keys="boot-default boot-id booted candidate current generation profile"
  for record_key in $record_keys; do
    case $record in *"$nl$record_key="*) ;; *) return 1 ;; esac
  done
  for record_key in seq since started; do
    record_value "$record_key"
    is_count "$value" || return 1
  done
  record_value nonce
  [ -n "$value" ] || return 1
  record_value id
  [ "$value" = "$id" ] || return 1
  record_value goal
  case $value in boot | reboot | repair | stage | switch | test) ;;
    *) return 1 ;;
  esac
  record_value state
  case $value in
    activating | booting | committing | gating | locked) ;;
    rolling-back | starting) ;;
    *) is_final "$value" ;;
  esac
}

# record_defaults: defaults are the lines that a record has from the start. Who
# knows the order sets them (order-record.sh), so that one which was cut short
# or emptied meanwhile is whole again after the next write.
record_defaults() { defaults=''; }

# record_set KEY VALUE …: changes these, keeps the others, counts up seq. On a
# full disk the reserve is given up for it.
record_set() {
  record_write "$@" && return
  rm -f "$directory/reserve"
  record_write "$@"
}

record_write() {
  written_at=$(exec date +%s)
  recorded seq
  is_count "$value" || value=0
  written=${nl}seq=$((value + 1))${nl}since=$written_at$nl
  while [ "$#" -gt 1 ]; do
    to_line "$2"
    written=$written$1=$line$nl
    shift 2
  done
  record_defaults
  kept=${record#"$nl"}$defaults
  while [ -n "$kept" ]; do
    line=${kept%%"$nl"*} kept=${kept#*"$nl"}
    record_key=${line%%=*}
    case $record_key in "$line" | '' | *[!a-z-]*) continue ;; esac
    case $written in *"$nl$record_key="*) ;; *) written=$written$line$nl ;; esac
  done
  case $written in *"${nl}nonce="*) ;; *) return 1 ;; esac
  printf '%s' "${written#"$nl"}" >"$directory/record.new" || return 1
  # A full disk shows here: an empty or cut file must not replace a whole one.
  written_whole || return 1
  fsync "$directory/record.new"
  # Whatever else has taken its place is kept beside it.
  [ ! -d "$directory/record" ] ||
    mv -T "$directory/record" "$directory/record.$$" || return 1
  mv -fT "$directory/record.new" "$directory/record" || return 1
  record=$written
  fsync "$directory"
}

# written_whole: whether the new file has all of it.
written_whole() {
  written_back=$nl
  while IFS= read -r line; do written_back=$written_back$line$nl; done \
    <"$directory/record.new" || return 1
  [ "$written_back" = "$written" ]
}

# audit: a line for people: when, what, who, how it ended.
audit() {
  record_read
  audited="$(exec date -u +%Y-%m-%dT%H:%M:%SZ) $id"
  record_value goal && audited="$audited $value"
  record_value candidate && audited="$audited $value"
  record_value who && audited="$audited by $value"
  record_value state && audited="$audited: $value"
  record_value cause && audited="$audited $value"
  printf '%s\n' "$audited" >>"$state_root/audit.log"
}

# to_words LIST: words is the list on one line, single blanks between.
to_words() {
  # shellcheck disable=SC2086 # splitting is what it does
  set -- $1
  words=$*
}

# words LIST: prints them.
words() {
  to_words "$1"
  printf '%s' "$words"
}

# is_final STATE
is_final() {
  case $1 in
    committed | conflict | degraded | failed | refused) return 0 ;;
    repaired | rolled-back | stranded | tested) return 0 ;;
  esac
  return 1
}
