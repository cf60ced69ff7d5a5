# own-folder.sh: a folder for what a script writes; gone when the script ends.
# Inputs: root. Outputs: make_folder, memory_folder, all_written; folder.
# needs: prelude
# shellcheck shell=sh
: "${root?}"

# make_folder WORDS…: by mktemp's own words.
make_folder() {
  folder=$(exec mktemp -d "$@") || return 1
  trap 'rm -rf "$folder"' EXIT
}

# memory_folder: in /run, which a full disk spares, and no disk keeps; elsewhere
# if that is full.
memory_folder() {
  if make_folder -p "$root/run" sdops.XXXXXX 2>/dev/null; then
    ! has_room || return 0
    rm -rf "$folder"
  fi
  make_folder
}

# has_room: whether it takes more than a script writes.
has_room() {
  room=0
  { printf '%262144s' '' >"$folder/room"; } 2>/dev/null || room=1
  true >"$folder/room"
  return "$room"
}

# all_written: ends the script if what it wrote may be incomplete.
all_written() {
  if has_room; then return 0; fi
  echo "$folder: No space left on device" >&2
  exit 1
}
