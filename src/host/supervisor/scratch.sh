# scratch.sh: the folder in /run, and what is kept there for the way back.
# Inputs: root, id, nl, directory.
# Outputs: run_folder, file_text, has_line, run_is_full, make_room.
# needs: prelude
# shellcheck shell=sh
: "${root?}" "${id:?}" "${nl:?}" "${directory:=}"
run_folder=$root/run/sdops/$id

# file_text FILE: text is its lines, blank ones aside, each with its end; empty
# without a file.
file_text() {
  text=''
  [ -f "$1" ] || return 0
  while IFS= read -r text_line || [ -n "$text_line" ]; do
    [ -z "$text_line" ] || text=$text$text_line$nl
  done <"$1" || true
} 2>/dev/null

# has_line TEXT LINE
has_line() {
  case $nl$1 in *"$nl$2$nl"*) return 0 ;; esac
  return 1
}

# run_is_full: whether a file of some size can't be written there any more.
run_is_full() {
  room=sixteen-letters-
  until [ "${#room}" -ge 65536 ]; do room=$room$room; done
  full=0
  { printf '%s' "$room" >"$run_folder/room"; } 2>/dev/null || full=1
  { : >"$run_folder/room"; } 2>/dev/null || full=1
  [ "$full" = 1 ]
}

# make_room: for the old system's activation, which writes to the disk, and to
# /run as well.
make_room() { rm -f "$run_folder/reserve" "$directory/room"; }
