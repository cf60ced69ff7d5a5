# database.sh: whether apps can read and write their sqlite databases.
# Inputs: root, system, databases (lines UNIT FILE).
# Outputs: database_faults.
# needs: prelude
# shellcheck shell=sh
: "${root?}" "${system?}" "${databases?}"

# number_at FILE OFFSET BYTES: an unsigned number, the highest byte first.
number_at() {
  od -An -v -tu1 -j "$2" -N "$3" "$1" |
    awk '{ for (i = 1; i <= NF; i++) all = all * 256 + $i }
      END { print all + 0 }'
}

# broken_file FILE: prints what is wrong with its bytes. Its size in pages is
# said where the writer was no sqlite before 3.7. One that is written right now
# is not judged. Source: sqlite.org/fileformat2.html, 1.3.
broken_file() {
  [ -s "$1" ] || return 0
  begins=$(od -An -c -N 16 "$1" | tr -d ' ')
  case $begins in
    'SQLiteformat3\0') ;;
    # It has gone meanwhile.
    '') return 0 ;;
    *) echo corrupt && return 0 ;;
  esac
  [ -z "$(find "$1" -mmin -1)" ] && [ ! -s "$1-wal" ] || return 0
  [ "$(number_at "$1" 24 4)" = "$(number_at "$1" 92 4)" ] || return 0
  page=$(number_at "$1" 16 2)
  [ "$page" != 1 ] || page=65536
  [ "$(stat -c %s "$1")" -ge "$((page * $(number_at "$1" 28 4)))" ] ||
    echo truncated
}

# holder_of UNIT FILE: the process that keeps others from writing, unless it is
# of that unit.
holder_of() {
  inode=$(stat -c %i "$2" 2>/dev/null) || return 0
  awk -v end=":$inode" '$4 == "WRITE" && $5 > 0 &&
    substr($6, length($6) - length(end) + 1) == end { print $5 }' \
    "$root/proc/locks" 2>/dev/null | sort -u | while read -r pid; do
    ! grep -qF "/$1" "$root/proc/$pid/cgroup" 2>/dev/null || continue
    # A number is a file's in its own file system only.
    ! readlink "$root/proc/$pid"/fd/* 2>/dev/null | grep -qxF "$2" || {
      read -r name <"$root/proc/$pid/comm" || true
      echo "locked $pid $name"
    }
  done | head -n 1
}

# user_of UNIT: who its processes are.
user_of() {
  user=$(sed -n 's/^User=//p' "$system/etc/systemd/system/$1" 2>/dev/null |
    tail -n 1)
  echo "${user:-root}"
}

# may_write USER PLACE; of a user whom nobody knows, and where it can't be
# tried, nothing is said.
may_write() {
  group=$(id -g "$1" 2>/dev/null) || return 0
  may=0
  setpriv "--reuid=$1" "--regid=$group" --init-groups -- test -w "$2" || may=$?
  # Other codes are those of setpriv.
  [ "$may" != 1 ]
}

# database_faults: lines FILE, a blank, and a word for what is wrong.
database_faults() {
  printf '%s\n' "$databases" | while read -r unit file; do
    [ -f "$root$file" ] || continue
    fault=$(broken_file "$root$file")
    user=$(user_of "$unit")
    # sqlite makes its journal beside it.
    for place in "$file" "${file%/*}"; do
      [ -n "$fault" ] || may_write "$user" "$root$place" ||
        fault="unwritable $user"
    done
    for held in "$file" "$file.lock"; do
      [ -n "$fault" ] || fault=$(holder_of "$unit" "$root$held")
    done
    [ -z "$fault" ] || echo "$file $fault"
  done
}
