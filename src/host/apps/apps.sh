# apps.sh: the units that a host serves with: what they were, whether they
# must be restarted, and whether they run from a system's store paths.
# Inputs: root, run_folder, nl. Outputs: the functions.
# needs: prelude cgroup record scratch systems
# shellcheck shell=sh
: "${root?}" "${run_folder:?}" "${nl:?}"
: "${said=}" "${files_known=$nl}" "${words=}"

# unit_fact UNIT PROPERTY
unit_fact() { control show --value --property="$2" "$1" 2>/dev/null || true; }

# look_at UNITS: asks systemd once for what unit_says tells of them.
look_at() {
  looked=$nl
  [ -n "$1" ] || return 0
  # shellcheck disable=SC2086 # splitting is what it does
  looked_text=$(exec timeout 30 systemctl show --property=ActiveState \
    --property=FragmentPath --property=InvocationID --property=MainPID \
    --property=NRestarts --property=Result --property=SubState \
    $1 2>/dev/null) || true
  looked_text=$looked_text$nl
  for looked_unit in $1; do
    # A block each, in the order of the question; blank lines between.
    while :; do
      looked_line=${looked_text%%"$nl"*} looked_text=${looked_text#*"$nl"}
      [ -n "$looked_line" ] || break
      looked=$looked$looked_unit.$looked_line$nl
    done
  done
}

# unit_says UNIT PROPERTY: said is what the last look_at has heard.
unit_says() {
  said=''
  case $looked in
    *"$nl$1.$2="*)
      said=${looked#*"$nl$1.$2="}
      said=${said%%"$nl"*} ;;
  esac
}

# app_states UNITS: states is "unit state main-pid invocation" a line, of each
# once. What it has asked unit_says knows.
app_states() {
  states_units=''
  for app in $1; do
    case " $states_units " in *" $app "*) continue ;; esac
    states_units="$states_units $app"
  done
  look_at "$states_units"
  states=''
  for app in $states_units; do
    states=$states$app
    for property in ActiveState MainPID InvocationID; do
      unit_says "$app" "$property"
      states="$states $said"
    done
    states=$states$nl
  done
}

# state_before UNIT FIELD: said is that of the states taken before activation.
state_before() {
  said=''
  [ -f "$run_folder/apps-before" ] || return 0
  while read -r before_unit before_state before_pid before_invocation; do
    [ "$before_unit" = "$1" ] || continue
    case $2 in
      2) said=$before_state ;;
      3) said=$before_pid ;;
      4) said=$before_invocation ;;
    esac
  done <"$run_folder/apps-before"
}

# unit_files SYSTEM UNIT: files is what defines the unit there, blanks between;
# empty when nothing does. A store path never changes, so it is looked at once.
unit_files() {
  files=''
  case $files_known in
    *"$nl$1 $2 "*)
      files=${files_known#*"$nl$1 $2 "}
      files=${files%%"$nl"*} ;;
    *)
      files_there=''
      for unit_file in "$1/etc/systemd/system/$2" \
        "$1/etc/systemd/system/$2.d"/*.conf; do
        [ ! -e "$unit_file" ] || files_there="$files_there $unit_file"
      done
      # shellcheck disable=SC2086 # names of units have no blanks
      [ -z "$files_there" ] || files=$(exec readlink -f $files_there)
      to_words "$files"
      files=$words
      files_known="$files_known$1 $2 $files$nl" ;;
  esac
}

# unit_differs ONE OTHER UNIT: whether the systems define it in other ways.
unit_differs() {
  unit_files "$1" "$3"
  differs_files=$files
  unit_files "$2" "$3"
  [ "$files" != "$differs_files" ]
}

# restart_apps SYSTEM OTHER UNITS: SYSTEM was just activated in place of OTHER,
# and look_at has seen the units since.
# Starts what is down, and restarts what was left running though it is defined
# otherwise now (X-RestartIfChanged=false: the queue was drained before).
# A unit's process is old when the unit was last started before that.
restart_apps() {
  for app in $3; do
    unit_files "$1" "$app"
    [ -n "$files" ] || continue
    unit_says "$app" ActiveState
    case $said in
      active | activating | reloading)
        unit_says "$app" InvocationID
        ran_before "$said" || continue
        unit_differs "$1" "$2" "$app" || continue
        say "restarting $app: it still runs the unit of ${2##*/}"
        control restart --no-block "$app" || true ;;
      *)
        say "starting $app"
        control reset-failed "$app" 2>/dev/null || true
        control start --no-block "$app" || true ;;
    esac
    echo "$app" >>"$run_folder/restarted"
  done
}

# ran_before INVOCATION: whether it is one of those in apps-old.
ran_before() {
  while read -r _ _ _ old_invocation; do
    [ "$old_invocation" != "$1" ] || return 0
  done <"$run_folder/apps-old"
  return 1
}

# app_paths UNIT PID: paths is the store paths that its process and definition
# name, a line each.
app_paths() {
  started=$(unit_fact "$1" ExecStart)
  running=''
  [ "${2:-0}" = 0 ] || running=$(
    readlink "$root/proc/$2/exe" || true
    exec tr '\0=:' '\n' <"$root/proc/$2/cmdline"
  ) 2>/dev/null || true
  paths='' fields=$IFS
  set -f
  IFS=" ;={}$nl"
  add_paths "$started"
  IFS=$nl
  add_paths "$running"
  IFS=$fields
  set +f
}

# add_paths TEXT: of its words, by IFS, the store paths that they begin with.
add_paths() {
  for path in $1; do
    case $path in /nix/store/*) ;; *) continue ;; esac
    path=${path#/nix/store/}
    path=${path%%/*}
    path_hash=${path%%-*}
    if [ "$path_hash" = "$path" ]; then continue; fi
    case ${#path_hash}.$path_hash in
      32.*[!0-9a-z]*) continue ;;
      32.*) ;;
      *) continue ;;
    esac
    case $nl$paths in
      *"$nl/nix/store/$path$nl"*) ;;
      *) paths=$paths/nix/store/$path$nl ;;
    esac
  done
}

# app_trouble UNIT SYSTEM [CLOSURE]: trouble is why the unit, as look_at saw it,
# doesn't count as run by SYSTEM, as "CAUSE words"; empty when it does. CLOSURE
# has SYSTEM's paths.
app_trouble() {
  trouble=''
  unit_says "$1" ActiveState
  if [ "$said" != active ]; then
    trouble="app-unit-down $1 is ${said:-unknown}"
    unit_says "$1" SubState
    trouble="$trouble ($said"
    unit_says "$1" Result
    trouble="$trouble, $said)"
    return
  fi
  unit_says "$1" FragmentPath
  trouble_file=$(resolved "$said")
  unit_files "$2" "$1"
  if [ "$trouble_file" != "${files%% *}" ]; then
    trouble="app-not-candidate $1 is defined by $trouble_file"
    return
  fi
  unit_says "$1" MainPID
  app_paths "$1" "$said"
  if [ -z "$paths" ]; then
    trouble="app-not-candidate $1 runs nothing from the Nix store"
    return
  fi
  strange_paths=$(exec grep -vxF -f "${3:-$run_folder/closure}" <<END
${paths%"$nl"}
END
  ) || true
  [ -z "$strange_paths" ] ||
    trouble="app-not-candidate $1 runs $strange_paths from another system"
}
