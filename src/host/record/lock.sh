# lock.sh: the deploy lock, a folder whose file `holder` says who has it.
# Inputs: state_root, id; expiry (seconds of silence after which the dead-man
# acts, may be unset). Outputs: the functions.
# needs: prelude record systems
# shellcheck shell=sh
: "${state_root:?}" "${id:?}" "${nl:?}" "${line=}"
lock=$state_root/lock

# lock_there: whether there is a lock, or what has taken its place.
lock_there() { [ -e "$lock" ] || [ -L "$lock" ]; }

# lock_holder: holder is who has it; empty when nothing says who.
lock_holder() {
  holder=''
  [ -f "$lock/holder" ] || return 0
  while IFS= read -r holder_line || [ -n "$holder_line" ]; do
    case ${holder_line#id=} in
      "$holder_line" | '' | -* | *[!a-z0-9-]*) continue ;;
    esac
    holder=${holder_line#id=}
    return 0
  done <"$lock/holder"
} 2>/dev/null

# lock_take WHO REASON: 1 when somebody has it. A folder that is complete is
# moved into place, so that no lock is ever without its holder.
lock_take() {
  [ ! -e "$lock.$id" ] || rm -rf "$lock.$id"
  mkdir "$lock.$id" || return 1
  taken="id=$id${nl}since=$(exec date +%s)${nl}boot-id=$(boot_id)$nl"
  to_line "$1"
  taken=${taken}who=$line$nl
  [ -z "${expiry:-}" ] || taken=${taken}expiry=$expiry$nl
  to_line "$2"
  printf '%s' "${taken}reason=$line$nl" >"$lock.$id/holder" || return 1
  fsync "$lock.$id/holder" "$lock.$id"
  if mv -T "$lock.$id" "$lock" 2>/dev/null; then
    fsync "$state_root"
    return 0
  fi
  rm -rf "$lock.$id"
  return 1
}

# lock_drop: whole, or not at all.
lock_drop() {
  [ ! -e "$lock.gone.$$" ] || rm -rf "$lock.gone.$$"
  mv -T "$lock" "$lock.gone.$$" && rm -rf "$lock.gone.$$"
}

# lock_release: only one's own.
lock_release() {
  lock_holder
  [ "$holder" = "$id" ] || return 0
  lock_drop
}
