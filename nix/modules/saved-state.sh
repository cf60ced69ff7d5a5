# saved-state.sh: copies of apps' files in folders of a deployment: `path`,
# whose copy it is; `unit`; `changed`, where the candidate has the unit
# otherwise; `part` and its mode, and the same of what SQLite keeps beside it.
# Also a part of the scripts that sdops sends, which is what `needs` is for.
# Inputs: nl. Outputs: read_part, parts_there, family_is; put_family,
# state_is_back, left_over.
# needs: prelude as-owner
# shellcheck shell=sh disable=SC2034
: "${nl:?}" "${part_uid=}" "${part_gid=}" "${part_rest=}"

# read_part PATH: its bytes; 3 when there is no such file. What it names is
# opened by its owner, in whose folder it lies.
read_part() {
  owned_part "$1"
  # shellcheck disable=SC2016 # of the inner shell
  as_owner '[ -f "$1" ] || exit 3; exec cat "$1"'
}

# parts_there PATH: parts is "SUFFIX SIZE MODE" a line of what there is of the
# file and of those that SQLite keeps beside it; `.` stands for no suffix. It is
# the owner's word, so nothing else of it is taken.
parts_there() {
  owned_part "$1"
  # shellcheck disable=SC2016 # of the inner shell
  parts_text=$(as_owner 'for suffix in "" -journal -shm -wal; do
    [ ! -f "$1$suffix" ] || set -- "$@" "$1$suffix"
  done
  shift
  [ "$#" = 0 ] || exec stat -L -c "%s %a %n" "$@"') || true
  parts=''
  while read -r parts_size parts_mode parts_name; do
    case $parts_size in '' | *[!0-9]* | ????????????????*) continue ;; esac
    case $parts_mode in *[!0-7]* | ?????* | '' | ? | ??) continue ;; esac
    parts_name=${parts_name#"$part_rest"}
    case $parts_name in
      '') parts=$parts". $parts_size $parts_mode$nl" ;;
      -journal | -shm | -wal)
        parts="$parts$parts_name $parts_size $parts_mode$nl" ;;
    esac
  done <<END
$parts_text
END
}

# family_is PATH FOLDER: whether all of it is as the copy, -shm aside, which
# SQLite makes anew.
family_is() {
  parts_there "$1"
  for suffix in '' -journal -wal; do
    if [ -f "$2/part$suffix" ]; then
      is_sums=$(read_part "$1$suffix" 2>/dev/null |
        sha256sum - "$2/part$suffix")
      is_copy=${is_sums#*"$nl"}
      [ "${is_sums%% *}" = "${is_copy%% *}" ] || return 1
    else
      # Nothing, or an empty file, which says as little.
      case $nl$parts in
        *"$nl${suffix:-.} 0 "*) ;;
        *"$nl${suffix:-.} "*) return 1 ;;
      esac
    fi
  done
}

# write_part COPY PATH: as its owner; what stood there goes first, link or not.
write_part() {
  owned_part "$2"
  if [ "$part_uid" = 0 ] && [ -f "$1.owner" ]; then
    read -r part_uid part_gid <"$1.owner"
  fi
  if [ ! -f "$1" ]; then
    # shellcheck disable=SC2016 # of the inner shell
    as_owner 'rm -f "$1"'
    return
  fi
  # shellcheck disable=SC2016 # of the inner shell
  as_owner "mode=$(grep -sx '[0-7]\{3,4\}' "$1.mode" || echo 644)"'
    umask 077
    rm -f "$1.sdops" && cat >"$1.sdops" && chmod "$mode" "$1.sdops" &&
      mv -f "$1.sdops" "$1"' <"$1"
}

# put_family FOLDER: the copy in it, to where it was made; 1: not all of it.
put_family() {
  read -r put_path <"$1/path" || return 1
  put_family_code=0
  for suffix in -journal -shm -wal ''; do
    write_part "$1/part$suffix" "$put_path$suffix" || put_family_code=1
  done
  family_is "$put_path" "$1" && return "$put_family_code"
}

# state_is_back FOLDER: of a deployment: it isn't put back once more, over what
# the old system's apps have written since.
state_is_back() {
  : >"$1/state-back"
  sync "$1/state-back" "$1" 2>/dev/null || sync
}

# left_over FOLDER: sets left_folders, copies that a deployment has made of apps
# that its candidate has otherwise, and that nobody has put back: a line each.
left_over() {
  left_folders=''
  [ -f "$1/state-saved" ] && [ ! -e "$1/state-back" ] || return 0
  for left_folder in "$1"/saved/*/; do
    [ -f "${left_folder}changed" ] || continue
    [ -f "${left_folder}unit" ] || continue
    left_folders=$left_folders${left_folder%/}$nl
  done
}
