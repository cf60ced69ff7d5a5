# scratch.sh: the folder in /run, and what is kept there for the way back.
# Inputs: run_folder. Outputs: run_is_full, make_room.
# shellcheck shell=sh
: "${run_folder:?}"

# run_is_full: whether a file of some size can't be written there any more.
run_is_full() {
  if (head -c 65536 /dev/zero >"$run_folder/room") 2>/dev/null; then
    rm -f "$run_folder/room"
    return 1
  fi
  rm -f "$run_folder/room"
}

# make_room: for the old system's activation, which writes to /run as well.
make_room() { rm -f "$run_folder/reserve"; }
