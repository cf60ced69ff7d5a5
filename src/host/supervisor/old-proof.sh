# old-proof.sh: that a rollback did bring the old system back, proven as a
# candidate is: its own exit, the driver, its apps' processes.
# Inputs: old_system, candidate, old_apps, vendor, driver_expected,
# ready_limit, run_folder, log, switch_exit.
# Outputs: old_closure; test_old, which sets switch_exit and test_trouble;
# prove_old, which sets old_trouble (empty: it is proven) and down.
# needs: prelude apps cgroup gate-units scratch smi switch systems verdict wake
# shellcheck shell=sh
: "${old_system:?}" "${candidate:?}" "${old_apps?}" "${vendor:?}" "${log:?}"
: "${driver_expected?}" "${ready_limit:?}"
: "${run_folder:?}" "${switch_exit=}" "${said=}" "${states=}" "${text=}"
: "${trouble=}" "${uptime=}" "${files=}" "${lost=}" "${failed=}"

# old_closure: the old system's store paths, in a file; 1: it isn't written.
old_closure() {
  [ -s "$run_folder/old-closure" ] ||
    nix-store --query --requisites "$old_system" \
      >"$run_folder/old-closure" </dev/null 7>&- 9>&- || {
    rm -f "$run_folder/old-closure"
    return 1
  }
}

# test_old: activates the old system. A run that was cut short leaves lists of
# what it still had to start, and the next one takes them up: so twice.
test_old() {
  for attempt in first second; do
    test_from=$(stat -c %s "$log")
    switch_to "$old_system" test 1 || true
    tail -c "+$((test_from + 1))" "$log" >"$run_folder/activation-log" || true
    test_judged=$(judge_activation "$switch_exit" \
      "$run_folder/activation-log" 0)
    test_trouble=''
    [ "$test_judged" != gate ] || return 0
    test_trouble="its activation failed"
    [ "$attempt" = first ] && [ "$switch_exit" != timeout ] || return 0
    say "trying again: $test_trouble"
  done
}

# of_candidate UNIT: whether it is defined by the candidate, which has it
# otherwise.
of_candidate() {
  unit_differs "$old_system" "$candidate" "$1" || return 1
  unit_says "$1" FragmentPath
  [ "$(resolved "$said")" = "${files%% *}" ]
}

# old_app_trouble UNIT: trouble is why it, as look_at saw it, doesn't count as
# back; empty when it does.
old_app_trouble() {
  file_text "$run_folder/strange-before"
  if has_line "$text" "$1"; then
    trouble=''
    ! of_candidate "$1" || trouble="$1 is still the candidate's"
    unit_says "$1" ActiveState
    [ "$said" = active ] || trouble="$1 is down"
    return
  fi
  app_trouble "$1" "$old_system" "$run_folder/old-closure"
  trouble=${trouble#* }
}

# apps_back: waits until all that served before serve again, each with the same
# process a moment later; sets down, and app_words for the first of them.
apps_back() { wait_until "$1" all_serve; }

all_serve() {
  app_states "$old_apps"
  states_first=$states
  down='' app_words=''
  for app in $old_apps; do
    state_before "$app" 2
    [ "$said" = active ] || continue
    old_app_trouble "$app"
    [ -n "$trouble" ] || continue
    down="$down $app"
    app_words=${app_words:-$trouble}
  done
  [ -z "$down" ] || return 1
  sleep 2
  beat
  app_states "$old_apps"
  [ "$states_first" != "$states" ] || return 0
  down=" $old_apps" app_words="an app restarted within 2 s"
  return 1
}

# driver_trouble_now: what of the driver isn't as before; empty when all is.
driver_trouble_now() {
  [ "$vendor" = nvidia ] || return 0
  now=$(driver_module)
  [ "$now" = "$driver_expected" ] || {
    echo "the loaded module is ${now:-none}, not ${driver_expected:-none}"
    return
  }
  now=$(driver_library)
  file_text "$run_folder/library-before"
  before=${text%"$nl"}
  [ -f "$run_folder/library-before" ] || before=$now
  [ "$now" = "$before" ] || {
    echo "the driver's library is ${now:-none}, not ${before:-none}"
    return
  }
  [ -s "$run_folder/smi-before" ] || return 0
  smi_look now "$old_system"
  smi_lost
  [ -z "$lost" ] || echo "nvidia-smi no longer lists $lost"
}

# prove_old: of what test_old has activated.
prove_old() {
  old_trouble=${test_trouble:-}
  if ! old_closure; then
    old_trouble=${old_trouble:-"can't write to $run_folder"}
  fi
  prove_limit=$ready_limit
  # What has failed already isn't waited for as long.
  [ -z "$old_trouble" ] || [ "$prove_limit" -le 10 ] || prove_limit=10
  apps_back "$prove_limit" || old_trouble="${old_trouble:-$app_words}"
  prove_units
  driver_now=$(driver_trouble_now)
  old_trouble=${old_trouble:-$driver_now}
}

# prove_units: sshd, the network and their kind, if they didn't fail before.
prove_units() {
  [ -f "$run_folder/failed-before" ] || return 0
  file_text "$run_folder/failed-before"
  see_units
  for unit in $failed; do
    ! has_line "$text" "$unit" || continue
    ! is_critical "$unit" || old_trouble=${old_trouble:-"$unit has failed"}
  done
}
