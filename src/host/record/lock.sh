# lock.sh: the deploy lock, a folder whose file `holder` says who has it.
# Inputs: state_root, id. Outputs: the functions.
# shellcheck shell=sh
: "${state_root:?}" "${id:?}"
lock=$state_root/lock

# lock_there: whether there is a lock, or what has taken its place.
lock_there() { [ -e "$lock" ] || [ -L "$lock" ]; }

# lock_holder: empty when nothing says who has it.
lock_holder() {
  [ ! -f "$lock/holder" ] ||
    sed -n 's/^id=\([a-z0-9][a-z0-9-]*\)$/\1/p' "$lock/holder" | head -n 1
}

# lock_take WHO REASON: 1 when somebody has it. A folder that is complete is
# moved into place, so that no lock is ever without its holder.
lock_take() {
  rm -rf "$lock.$id"
  mkdir "$lock.$id" || return 1
  {
    echo "id=$id"
    echo "since=$(date +%s)"
    echo "boot-id=$(boot_id)"
    echo "who=$(one_line "$1")"
    echo "reason=$(one_line "$2")"
  } >"$lock.$id/holder" || return 1
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
  rm -rf "$lock.gone.$$"
  mv -T "$lock" "$lock.gone.$$" && rm -rf "$lock.gone.$$"
}

# lock_release: only one's own.
lock_release() {
  [ "$(lock_holder)" = "$id" ] || return 0
  lock_drop
}
