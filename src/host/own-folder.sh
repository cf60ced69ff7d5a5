# own-folder.sh: a folder for what a script writes; gone when the script ends.
# Inputs: root. Outputs: make_folder, memory_folder; folder.
# needs: prelude
# shellcheck shell=sh
: "${root?}"

# make_folder WORDS…: by mktemp's own words.
make_folder() {
  folder=$(exec mktemp -d "$@") || return 1
  trap 'rm -rf "$folder"' EXIT
}

# memory_folder: in /run, which a full disk spares, and no disk keeps.
memory_folder() {
  make_folder -p "$root/run" sdops.XXXXXX 2>/dev/null || make_folder
}
