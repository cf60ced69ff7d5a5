# app-state.sh: files of apps whose format only goes forward (ComfyUI's
# database): saved before activation, put back by a rollback.
# Inputs: directory, state_files (absolute paths without blanks), apps,
# old_apps. Outputs: save_state (1: it could not), put_state_back.
# shellcheck shell=sh
: "${directory:?}" "${state_files?}" "${apps?}" "${old_apps?}"

# With SQLite's side files: without its journal a copy of a live database
# would miss what was written last. A file that isn't there is remembered as
# such, by its absence.
state_family() { echo "$1" "$1-journal" "$1-shm" "$1-wal"; }

save_state() {
  saved=$directory/saved
  rm -rf "$saved"
  for state_file in $state_files; do
    for part in $(state_family "$state_file"); do
      [ -f "$part" ] || continue
      mkdir -p "$saved${part%/*}" && cp -p "$part" "$saved$part" || return 1
    done
  done
  : >"$directory/state-saved"
}

# state_differs: whether the candidate has touched any of it.
state_differs() {
  for state_file in $state_files; do
    kept=$directory/saved$state_file
    [ -e "$state_file" ] || [ -e "$kept" ] || continue
    same_files "$state_file" "$kept" || return 0
  done
  return 1
}

# put_state_back: the apps are stopped for it; the old system starts them.
put_state_back() {
  [ -f "$directory/state-saved" ] || return 0
  state_differs || return 0
  for app in $apps $old_apps; do
    control stop "$app" 2>/dev/null || true
  done
  for state_file in $state_files; do
    for part in $(state_family "$state_file"); do
      rm -f "$part"
      [ ! -f "$directory/saved$part" ] ||
        cp -p "$directory/saved$part" "$part"
    done
  done
  say "the apps' state is as before activation"
}
