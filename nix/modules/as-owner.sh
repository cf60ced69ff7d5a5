# as-owner.sh: what root does in folders that an app's user owns is done as
# that user: no link of theirs leads further than they themselves may go.
# Inputs: none. Outputs: owned_part, as_owner.
# needs: nothing
# shellcheck shell=sh

# owned_part PATH: sets part_uid and part_gid, who controls the way to it: the
# owner of the first name on it that isn't root's. Up to there nobody else can
# have put a link. part_base is the folder before it, part_rest what follows.
owned_part() {
  part_base=/ part_rest=${1#/} part_uid=0 part_gid=0
  owned_at='' owned_rest=$part_rest
  set --
  while [ -n "$owned_rest" ]; do
    owned_at=$owned_at/${owned_rest%%/*}
    set -- "$@" "$owned_at"
    case $owned_rest in
      */*) owned_rest=${owned_rest#*/} ;;
      *) owned_rest='' ;;
    esac
  done
  # What isn't there isn't told of, nor is anything below it.
  owned=$(exec stat -c '%u %g' "$@" 2>/dev/null) || true
  while read -r owned_uid owned_gid; do
    if [ "${owned_uid:-0}" != 0 ]; then
      part_uid=$owned_uid part_gid=$owned_gid
      return 0
    fi
    [ -n "$owned_uid" ] || return 0
    case $part_rest in */*) ;; *) return 0 ;; esac
    part_base=${part_base%/}/${part_rest%%/*}
    part_rest=${part_rest#*/}
  done <<END
$owned
END
}

# as_owner SCRIPT ARGUMENTS…: a few lines of sh, in part_base; no longer than a
# minute, since what is there may be a pipe that nobody writes to.
as_owner() {
  (
    cd "$part_base" || exit 1
    if [ "$part_uid" = 0 ]; then
      exec timeout 60 sh -c "$1" sh "$part_rest" 7>&- 9>&-
    fi
    exec timeout 60 setpriv --reuid="$part_uid" --regid="$part_gid" \
      --clear-groups --no-new-privs sh -c "$1" sh "$part_rest" 7>&- 9>&-
  )
}
