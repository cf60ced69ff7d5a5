# side-by-side.sh: parts of a script that go on at the same time, each with
# facts of its own.
# Inputs: folder (of one's own). Outputs: beside, tell_beside.
# needs: prelude own-folder
# shellcheck shell=sh
: "${folder=}"

# beside PART: a function that tells facts; the script goes on meanwhile.
beside() {
  {
    "$1" || fact "$1.error" "the check ended early"
    true >"$folder/$1.over"
  } >"$folder/$1.facts" 2>"$folder/$1.log" &
}

# tell_beside: what the parts have told, once all are over. Ends the script if
# one was killed or found no room: what it left out would pass for what isn't
# there.
tell_beside() {
  wait
  all_written
  for told in "$folder"/*.facts; do
    part=${told%.facts}
    [ ! -e "$part.over" ] || continue
    echo "${part##*/} was killed before its end" >&2
    exit 1
  done
  cat "$folder"/*.facts
}
