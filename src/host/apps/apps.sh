# apps.sh: the units that a host serves with: what they were, whether they
# must be restarted, and whether they run from a system's store paths.
# Inputs: root, run_folder. Outputs: the functions.
# shellcheck shell=sh
: "${root?}" "${run_folder:?}"

# unit_fact UNIT PROPERTY
unit_fact() { control show --value --property="$2" "$1" 2>/dev/null || true; }

# app_states UNITS: "unit state main-pid invocation" a line.
app_states() {
  for app in $1; do
    echo "$app" "$(unit_fact "$app" ActiveState)" \
      "$(unit_fact "$app" MainPID)" "$(unit_fact "$app" InvocationID)"
  done
}

# state_before UNIT FIELD: of the states taken before activation.
state_before() {
  awk -v unit="$1" -v field="$2" '$1 == unit { print $field }' \
    "$run_folder/apps-before" 2>/dev/null || true
}

# unit_files SYSTEM UNIT: what defines the unit there; empty when nothing does.
unit_files() {
  for unit_file in "$1/etc/systemd/system/$2" \
    "$1/etc/systemd/system/$2.d"/*.conf; do
    [ ! -e "$unit_file" ] || readlink -f "$unit_file"
  done
}

# restart_apps SYSTEM OTHER UNITS: SYSTEM was just activated in place of OTHER.
# Starts what is down, and restarts what was left running though it is defined
# otherwise now (X-RestartIfChanged=false: the queue was drained before).
# A unit's process is old when the unit was last started before that.
restart_apps() {
  for app in $3; do
    [ -n "$(unit_files "$1" "$app")" ] || continue
    case $(unit_fact "$app" ActiveState) in
      active | activating | reloading)
        invocation=$(unit_fact "$app" InvocationID)
        grep -q " $invocation\$" "$run_folder/apps-old" || continue
        [ "$(unit_files "$1" "$app")" != "$(unit_files "$2" "$app")" ] ||
          continue
        say "restarts $app: it still runs as ${2##*/} has it"
        control restart --no-block "$app" || true ;;
      *)
        say "starts $app"
        control reset-failed "$app" 2>/dev/null || true
        control start --no-block "$app" || true ;;
    esac
    echo "$app" >>"$run_folder/restarted"
  done
}

# app_paths UNIT: the store paths that its process and definition name.
app_paths() {
  app_pid=$(unit_fact "$1" MainPID)
  {
    unit_fact "$1" ExecStart | tr ' ;={}' '\n'
    if [ "${app_pid:-0}" != 0 ]; then
      readlink "$root/proc/$app_pid/exe" || true
      tr '\0=:' '\n' <"$root/proc/$app_pid/cmdline" || true
    fi
  } 2>/dev/null |
    sed -n 's|^\(/nix/store/[0-9a-z]\{32\}-[^/]*\).*$|\1|p' | sort -u
}

# app_trouble UNIT SYSTEM [CLOSURE]: why the unit doesn't count as run by
# SYSTEM, as "CAUSE words"; empty when it does. CLOSURE has SYSTEM's paths.
app_trouble() {
  trouble_state=$(unit_fact "$1" ActiveState)
  if [ "$trouble_state" != active ]; then
    echo "app-unit-down $1 is ${trouble_state:-unknown}" \
      "($(unit_fact "$1" SubState), $(unit_fact "$1" Result))"
    return
  fi
  trouble_file=$(resolved "$(unit_fact "$1" FragmentPath)")
  if [ "$trouble_file" != "$(unit_files "$2" "$1" | head -n 1)" ]; then
    echo "app-not-candidate $1 is defined by $trouble_file"
    return
  fi
  trouble_paths=$(app_paths "$1")
  if [ -z "$trouble_paths" ]; then
    echo "app-not-candidate $1 runs nothing of the store"
    return
  fi
  trouble_paths=$(echo "$trouble_paths" |
    grep -vxF -f "${3:-$run_folder/closure}" || true)
  [ -z "$trouble_paths" ] ||
    echo "app-not-candidate $1 runs $trouble_paths of another system"
}
