# app-state.sh: files of apps whose format only goes forward (ComfyUI's
# database): saved before activation, put back by a rollback.
# Inputs: directory, state_files ("UNIT:/PATH" each, without blanks), old_apps,
# old_system, candidate.
# Outputs: stop_changed, start_stopped; save_state (1: it could not);
# put_state_back (1: not all of it).
# needs: prelude apps cgroup record saved-state scratch wake
# shellcheck shell=sh
: "${directory:?}" "${state_files?}" "${old_apps?}" "${old_system:?}"
: "${candidate:?}" "${run_folder:?}" "${part_uid=}" "${part_gid=}"
: "${text=}" "${said=}" "${nl:?}" "${goal:?}" "${parts=}"

# state_list: state_pairs is "UNIT PATH" a line; the path is what follows the
# first :/.
state_list() {
  state_pairs=''
  for state_entry in $state_files; do
    state_pairs="$state_pairs${state_entry%%:/*} /${state_entry#*:/}$nl"
  done
}

# unit_stopped UNIT: stops it and waits; 1 when it still runs.
unit_stopped() {
  beating timeout 100 systemctl stop "$1" 2>/dev/null || ! unit_alive "$1"
}

# stop_changed: the apps with such files that are defined otherwise by the
# candidate, which the switch would stop in a moment. Only then is what they
# have written whole.
stop_changed() {
  state_list
  while read -r state_unit _; do
    [ -n "$state_unit" ] || continue
    case " $old_apps " in *" $state_unit "*) ;; *) continue ;; esac
    ! was_stopped "$state_unit" || continue
    unit_differs "$old_system" "$candidate" "$state_unit" || continue
    say "stopping $state_unit to copy its state"
    echo "$state_unit" >>"$run_folder/stopped"
    unit_stopped "$state_unit" || return 1
  done <<END
$state_pairs
END
}

# was_stopped UNIT: whether stop_changed did so.
was_stopped() {
  file_text "$run_folder/stopped"
  has_line "$text" "$1"
}

# start_stopped: where the activation didn't happen.
start_stopped() {
  [ -f "$run_folder/stopped" ] || return 0
  while read -r state_unit; do
    control start --no-block "$state_unit" || true
  done <"$run_folder/stopped"
  rm -f "$run_folder/stopped"
}

# fits: whether copies of the parts leave room on the disk.
fits() {
  fits_size=0
  while read -r _ parts_size _; do
    fits_size=$((fits_size + ${parts_size:-0}))
  done <<END
$parts
END
  fits_text=$(exec df -P -B1 "$directory")
  read -r _ _ _ fits_free _ <<END
${fits_text#*"$nl"}
END
  [ "$fits_size" -lt "$((fits_free - 67108864))" ]
}

# save_family PATH FOLDER
save_family() {
  rm -rf "$2" && mkdir -p "$2" || return 1
  echo "$1" >"$2/path"
  parts_there "$1"
  fits || return 1
  while read -r suffix _ parts_mode; do
    [ -n "$suffix" ] || continue
    suffix=${suffix#.}
    save_code=0
    read_part "$1$suffix" >"$2/part$suffix" || save_code=$?
    case $save_code in
      0)
        echo "$part_uid $part_gid" >"$2/part$suffix.owner"
        echo "$parts_mode" >"$2/part$suffix.mode" ;;
      3) rm -f "$2/part$suffix" ;;
      *) return 1 ;;
    esac
  done <<END
$parts
END
}

# save_state: of an app that goes on meanwhile, a copy counts only if nothing
# was written while it was made.
save_state() {
  [ ! -e "$directory/saved" ] || rm -rf "$directory/saved"
  state_number=0
  state_list
  while read -r state_unit state_file; do
    [ -n "$state_unit" ] || continue
    state_number=$((state_number + 1))
    saved=$directory/saved/$state_number
    for attempt in 1 2 3; do
      beat
      save_family "$state_file" "$saved" || return 1
      ! family_is "$state_file" "$saved" || break
      [ "$attempt" != 3 ] || rm -rf "$saved"
    done
    [ -d "$saved" ] || {
      say "$state_file keeps changing: not copied"
      continue
    }
    echo "$state_unit" >"$saved/unit"
    # One that stays as it is has written its state all along.
    if [ "$goal" = reboot ] ||
      unit_differs "$old_system" "$candidate" "$state_unit"; then
      : >"$saved/changed"
    fi
    # What comes back after a power cut must be whole.
    fsync "$saved"/* "$saved" || return 1
  done <<END
$state_pairs
END
  [ -d "$directory/saved" ] || mkdir -p "$directory/saved"
  rm -f "$directory/state-back"
  : >"$directory/state-saved"
  fsync "$directory/saved" "$directory/state-saved" "$directory"
}

# ran_candidate UNIT: whether its process was another one than before.
ran_candidate() {
  look_at "$1"
  unit_says "$1" InvocationID
  ran_now=$said
  state_before "$1" 4
  [ -n "$ran_now" ] && [ "$ran_now" = "$said" ] || return 0
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
    put_family "$saved" || put_code=1
    say "restored the state of $state_unit"
  done
  [ "$put_code" != 0 ] || state_is_back "$directory"
  return "$put_code"
}
