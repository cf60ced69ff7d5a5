# as-owner.sh: what root does in folders that an app's user owns is done as
# that user: no link of theirs leads further than they themselves may go.
# Inputs: none. Outputs: owned_part, as_owner.
# shellcheck shell=sh

# owned_part PATH: sets part_uid and part_gid, who controls the way to it: the
# owner of the first name on it that isn't root's. Up to there nobody else can
# have put a link. part_base is the folder before it, part_rest what follows.
owned_part() {
  part_base=/ part_rest=${1#/} part_uid=0 part_gid=0
  while :; do
    part_name=${part_rest%%/*}
    part_owner=$(stat -c '%u %g' "${part_base%/}/$part_name" 2>/dev/null) ||
      return 0
    if [ "${part_owner% *}" != 0 ]; then
      part_uid=${part_owner% *} part_gid=${part_owner#* }
      return 0
    fi
    [ "$part_name" != "$part_rest" ] || return 0
    part_base=${part_base%/}/$part_name
    part_rest=${part_rest#*/}
  done
}

# as_owner SCRIPT ARGUMENTS…: a few lines of sh, in part_base; no longer than a
# minute, since what is there may be a pipe that nobody writes to.
as_owner() {
  (
    cd "$part_base" || exit 1
    if [ "$part_uid" = "$(id -u)" ]; then
      exec timeout 60 sh -c "$1" sh "$part_rest"
    fi
    exec timeout 60 setpriv --reuid="$part_uid" --regid="$part_gid" \
      --clear-groups --no-new-privs sh -c "$1" sh "$part_rest"
  )
}
