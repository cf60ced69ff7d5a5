# gate.sh: the local half of the gate: what the host itself can prove.
# Inputs: candidate, apps, tolerated, vendor, driver_wanted, ready_limit.
# Outputs: local_gate: 0, or 1 with gate_cause and gate_detail; newly_failed,
# still_failing (before as well), recovered (named by the switch, fine now).
# shellcheck shell=sh disable=SC2034
: "${candidate:?}" "${apps?}" "${tolerated?}" "${vendor:?}" "${driver_wanted?}"
: "${ready_limit:?}" "${run_folder:?}" "${log:?}" "${directory:?}"
: "${driver_limit:?}" "${smi_code=}"

gate_fails() {
  gate_cause=$1
  shift
  gate_detail=$*
  # Most of what the gate looks at is written to /run first.
  if run_is_full; then
    gate_detail="/run is full ($gate_cause: $gate_detail)" gate_cause=run-full
  fi
  say "gate: $gate_cause: $gate_detail"
  return 1
}

# rejected_because: the reason that came with `reject`.
rejected_because() { cat "$directory/reject"; }

# show_unit UNIT: its last lines, for the log.
show_unit() {
  say "the last lines of $1:"
  timeout 20 journalctl --no-pager --lines=15 --output=cat --unit="$1" || true
}

gate_gpu() {
  [ "$vendor" = nvidia ] || return 0
  module=$(driver_module)
  if [ -n "$driver_wanted" ] && [ "$module" != "$driver_wanted" ]; then
    gate_fails driver-mismatch "the loaded module is ${module:-none}," \
      "the candidate's driver $driver_wanted"
    return 1
  fi
  library=$(driver_library)
  if [ -n "$library" ] && [ "$module" != "$library" ]; then
    gate_fails driver-mismatch "the loaded module is ${module:-none}," \
      "the library $library"
    return 1
  fi
  gate_smi
}

# gate_smi: each GPU that answered before answers, with the candidate's driver.
# What nvidia-smi said before is not held against the candidate.
gate_smi() {
  smi_look now "$candidate"
  smi_text=$(head -n 2 "$run_folder/smi-now-said")
  if [ "$smi_code" = 18 ]; then
    gate_fails driver-mismatch "$smi_text"
    return 1
  fi
  if [ ! -s "$run_folder/smi-now" ]; then
    if [ "$smi_code" = "$(cat "$run_folder/smi-before-code")" ] &&
      [ -z "$(smi_news)" ]; then
      say "gate: nvidia-smi lists no GPU, as before: exit $smi_code"
      return 0
    fi
    case $smi_code in
      124) smi_text="did not answer in $driver_limit s" ;;
      *) smi_text="exit $smi_code: $smi_text" ;;
    esac
    gate_fails smi-failed "nvidia-smi: $smi_text"
    return 1
  fi
  smi_gone=$(smi_lost)
  if [ -n "$smi_gone" ]; then
    gate_fails gpu-lost "$(words "$smi_gone"): answered before, and not now:" \
      "$smi_text"
    return 1
  fi
  [ -z "$(smi_news)" ] || say "gate: nvidia-smi says: $(smi_news)"
  smi_version=$(cut -d ' ' -f 2 "$run_folder/smi-now" | sort -u)
  [ -z "$driver_wanted" ] || [ "$smi_version" = "$driver_wanted" ] ||
    gate_fails driver-mismatch "nvidia-smi says $(words "$smi_version")," \
      "the candidate's driver is $driver_wanted"
}

# gate_apps: all active, run by the candidate, and still the same process a
# moment later: a unit that dies at once is "active" for that moment.
gate_apps() {
  apps_until=$(($(uptime_seconds) + ready_limit))
  while :; do
    beat
    if [ -f "$directory/reject" ]; then
      gate_fails rejected "$(rejected_because)"
      return 1
    fi
    trouble=''
    for app in $apps; do
      trouble=$(app_trouble "$app" "$candidate")
      [ -z "$trouble" ] || break
    done
    if [ -z "$trouble" ]; then
      app_states "$apps" >"$run_folder/apps-gate"
      sleep 2
      beat
      app_states "$apps" >"$run_folder/apps-now"
      same_files "$run_folder/apps-gate" "$run_folder/apps-now" && return 0
      trouble="app-crashing $app started again within 2 s"
    fi
    app_restarts=$(unit_fact "$app" NRestarts)
    case $trouble in
      *'is failed ('*) apps_until=0 ;;
      *) [ "${app_restarts:-0}" -lt 3 ] || {
        trouble="app-crashing $app was restarted $app_restarts times"
        apps_until=0
      } ;;
    esac
    if [ "$(uptime_seconds)" -ge "$apps_until" ]; then
      show_unit "$app"
      gate_fails "${trouble%% *}" "${trouble#* }"
      return 1
    fi
    sleep 0.3
  done
}

# is_critical UNIT: apps, the GPU's, sshd, and the network's. The instance of
# one connection to sshd fails whenever its client breaks off.
is_critical() {
  case " $tolerated " in *" $1 "*) return 1 ;; esac
  case " $apps " in *" $1 "*) return 0 ;; esac
  case $1 in
    sshd@*) return 1 ;;
    NetworkManager* | dhcpcd* | firewall.service | iwd.service) return 0 ;;
    network-* | network.target | nftables.service | nvidia-*) return 0 ;;
    ssh.service | sshd* | systemd-networkd* | systemd-resolved*) return 0 ;;
    wpa_supplicant*) return 0 ;;
  esac
  return 1
}

# units_trouble: the first critical unit that is down since the switch, with
# what it is; `restarts` at the end means that it may yet come up.
units_trouble() {
  for unit in $newly_failed; do
    is_critical "$unit" || continue
    case $(unit_fact "$unit" ActiveState) in
      failed) echo "$unit has failed" && return ;;
      *) echo "$unit failed and restarts" && return ;;
    esac
  done
  # A unit whose requirement failed is inactive, not failed.
  for unit in $named; do
    is_critical "$unit" || continue
    [ "$(unit_fact "$unit" ActiveState)" != inactive ] ||
      grep -qxF "$unit" "$run_folder/failed-before" ||
      { echo "$unit was not started" && return; }
  done
}

# gate_units: failing now, and not before. One that restarts itself gets as
# long as an app.
gate_units() {
  named=$(named_units || true)
  units_until=$(($(uptime_seconds) + ready_limit))
  while :; do
    beat
    failing_units >"$run_folder/failed-now"
    newly_failed=$(grep -vxF -f "$run_folder/failed-before" \
      "$run_folder/failed-now" || true)
    trouble=$(units_trouble)
    case $trouble in *restarts) ;; *) break ;; esac
    [ "$(uptime_seconds)" -lt "$units_until" ] || break
    sleep 0.3
  done
  still_failing=$(grep -xF -f "$run_folder/failed-before" \
    "$run_folder/failed-now" || true)
  recovered=$(echo "$named" | grep -vxF -f "$run_folder/failed-now" || true)
  for unit in $newly_failed; do show_unit "$unit"; done
  [ -z "$trouble" ] || {
    gate_fails unit-failed "$trouble"
    return 1
  }
}

local_gate() {
  newly_failed='' still_failing='' recovered=''
  now=$(current_system)
  if [ "$now" != "$candidate" ]; then
    gate_fails not-current "/run/current-system is $now"
    return 1
  fi
  nix-store --query --requisites "$candidate" </dev/null \
    >"$run_folder/closure" || true
  if run_is_full; then
    gate_fails run-full "there is no room for the gate's own files" || return 1
  fi
  gate_gpu && gate_apps && gate_units
}
