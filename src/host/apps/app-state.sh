# app-state.sh: files of apps whose format only goes forward (ComfyUI's
# database): saved before activation, put back by a rollback.
# Inputs: directory, state_files ("UNIT:/PATH" each, without blanks), old_apps,
# old_system, candidate; as-owner.sh's and apps.sh's functions.
# Outputs: stop_changed, start_stopped, changes; save_state (1: it could not);
# put_state_back (1: not all of it).
# shellcheck shell=sh
: "${directory:?}" "${state_files?}" "${old_apps?}" "${old_system:?}"
: "${candidate:?}" "${run_folder:?}" "${part_uid=}" "${part_gid=}"


# state_list: "UNIT PATH" a line; the path is what follows the first :/.
state_list() {
  for state_entry in $state_files; do
    echo "${state_entry%%:/*} /${state_entry#*:/}"
  done
}

# unit_stopped UNIT: stops it and waits; 1 when it still runs.
unit_stopped() {
  control stop --no-block "$1" 2>/dev/null || true
  stop_until=$(($(uptime_seconds) + 100))
  while unit_alive "$1"; do
    beat
    [ "$(uptime_seconds)" -lt "$stop_until" ] || return 1
    sleep 0.2
  done
}

# changes OLD NEW UNIT: whether it is defined otherwise there, so that its
# process is replaced in any case.
changes() {
  [ "$(unit_files "$1" "$3")" != "$(unit_files "$2" "$3")" ]
}

# stop_changed: the apps with such files, and which the switch would stop in a
# moment. Only then is what they have written whole.
stop_changed() {
  state_list | cut -d ' ' -f 1 | sort -u >"$run_folder/state-units"
  while read -r state_unit; do
    case " $old_apps " in *" $state_unit "*) ;; *) continue ;; esac
    changes "$old_system" "$candidate" "$state_unit" || continue
    say "stops $state_unit, to keep a copy of its state"
    echo "$state_unit" >>"$run_folder/stopped"
    unit_stopped "$state_unit" || return 1
  done <"$run_folder/state-units"
}

# start_stopped: where the activation didn't happen.
start_stopped() {
  [ -f "$run_folder/stopped" ] || return 0
  while read -r state_unit; do
    control start --no-block "$state_unit" || true
  done <"$run_folder/stopped"
  rm -f "$run_folder/stopped"
}

# read_part PATH: its bytes; 3 when there is no such file. What it names is
# opened by its owner, in whose folder it lies.
read_part() {
  owned_part "$1"
  # shellcheck disable=SC2016 # of the inner shell
  as_owner '[ -f "$1" ] || exit 3; exec cat "$1"'
}

# fits PATH: whether its copy leaves room on the disk.
fits() {
  # shellcheck disable=SC2016 # of the inner shell
  fits_size=$(owned_part "$1" && as_owner 'stat -L -c %s "$1" 2>/dev/null') ||
    return 0
  fits_free=$(df -P -B1 "$directory" | awk 'NR == 2 { print $4 }')
  [ "$fits_size" -lt "$((fits_free - 67108864))" ]
}

# save_part PATH COPY: the file COPY, or none where PATH isn't there.
save_part() {
  fits "$1" || return 1
  save_code=0
  read_part "$1" >"$2" || save_code=$?
  case $save_code in
    0)
      owned_part "$1"
      echo "$part_uid $part_gid" >"$2.owner"
      # shellcheck disable=SC2016 # of the inner shell
      as_owner 'stat -L -c %a "$1"' >"$2.mode" || true ;;
    3) rm -f "$2" ;;
    *) return 1 ;;
  esac
}

# save_family PATH FOLDER
save_family() {
  rm -rf "$2" && mkdir -p "$2" || return 1
  echo "$1" >"$2/path"
  for suffix in '' -journal -shm -wal; do
    save_part "$1$suffix" "$2/part$suffix" || return 1
  done
}

# family_is PATH FOLDER: whether all of it is as the copy, -shm aside, which
# SQLite makes anew.
family_is() {
  for suffix in '' -journal -wal; do
    is_sum=$(read_part "$1$suffix" 2>/dev/null | sha256sum)
    if [ -f "$2/part$suffix" ]; then
      [ "$is_sum" = "$(sha256sum <"$2/part$suffix")" ] || return 1
    else
      # Nothing, or an empty file, which says as little.
      [ "$is_sum" = "$(sha256sum </dev/null)" ] || return 1
    fi
  done
}

# save_state: of an app that goes on meanwhile, a copy counts only if nothing
# was written while it was made.
save_state() {
  rm -rf "$directory/saved"
  state_number=0
  state_list >"$run_folder/state-list"
  while read -r state_unit state_file; do
    state_number=$((state_number + 1))
    saved=$directory/saved/$state_number
    for attempt in 1 2 3; do
      beat
      save_family "$state_file" "$saved" || return 1
      ! family_is "$state_file" "$saved" || break
      [ "$attempt" != 3 ] || rm -rf "$saved"
    done
    [ -d "$saved" ] || {
      say "$state_file is written to all the time: no copy of it"
      continue
    }
    echo "$state_unit" >"$saved/unit"
  done <"$run_folder/state-list"
  mkdir -p "$directory/saved"
  : >"$directory/state-saved"
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

# ran_candidate UNIT: whether its process was another one than before.
ran_candidate() {
  ran_now=$(unit_fact "$1" InvocationID)
  [ -n "$ran_now" ] && [ "$ran_now" = "$(state_before "$1" 4)" ] || return 0
  return 1
}

# put_state_back: of apps that the candidate has started anew; they are stopped
# for it, and the old system starts them.
put_state_back() {
  [ -f "$directory/state-saved" ] || return 0
  put_code=0
  for saved in "$directory"/saved/*/; do
    saved=${saved%/}
    [ -f "$saved/unit" ] || continue
    read -r state_unit <"$saved/unit"
    read -r state_file <"$saved/path"
    ran_candidate "$state_unit" || continue
    unit_stopped "$state_unit" || put_code=1
    ! family_is "$state_file" "$saved" || continue
    for suffix in -journal -shm -wal ''; do
      write_part "$saved/part$suffix" "$state_file$suffix" || put_code=1
    done
    family_is "$state_file" "$saved" || put_code=1
    say "the state of $state_unit is as before activation"
  done
  return "$put_code"
}
