# gate-units.sh: the part of the gate that looks at units which aren't apps.
# Inputs: apps, tolerated, ready_limit, run_folder; named and shown, lists that
# gate.sh begins.
# Outputs: gate_units; newly_failed, still_failing (before as well), recovered
# (named by the switch, fine now).
# needs: apps fails failures record scratch wake
# shellcheck shell=sh
: "${apps?}" "${tolerated?}" "${ready_limit:?}" "${run_folder:?}" "${named=}"
: "${shown=}" "${failing=}" "${failed_for_good=}" "${said=}" "${text=}"
: "${uptime=}" "${words=}"

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

# units_trouble: trouble is the first critical unit that is down since the
# switch, with what it is; `restarting` at its end: it may yet come up.
units_trouble() {
  trouble=''
  for unit in $newly_failed; do
    is_critical "$unit" || continue
    case " $failed_for_good " in
      *" $unit "*) trouble="$unit has failed" ;;
      *) trouble="$unit failed and keeps restarting" ;;
    esac
    return
  done
  # A unit whose requirement failed is inactive, not failed.
  [ -n "$named" ] || return 0
  look_at "$named"
  for unit in $named; do
    is_critical "$unit" || continue
    unit_says "$unit" ActiveState
    [ "$said" = inactive ] || continue
    case " $failed_before " in *" $unit "*) continue ;; esac
    trouble="$unit was not started"
    return
  done
}

# units_settled: looks; 1 while the trouble may yet pass.
units_settled() {
  failing_units
  newly_failed='' still_failing=''
  for unit in $failing; do
    case " $failed_before " in
      *" $unit "*) still_failing="$still_failing${still_failing:+ }$unit" ;;
      *) newly_failed="$newly_failed${newly_failed:+ }$unit" ;;
    esac
  done
  units_trouble
  case $trouble in *restarting) return 1 ;; esac
}

# gate_units: failing now, and not before. One that restarts itself gets as
# long as an app.
gate_units() {
  file_text "$run_folder/failed-before"
  to_words "$text"
  failed_before=$words
  wait_until "$ready_limit" units_settled || true
  recovered=''
  for unit in $named; do
    case " $failing " in
      *" $unit "*) ;;
      *) recovered="$recovered${recovered:+ }$unit" ;;
    esac
  done
  for unit in $newly_failed; do
    case " $shown " in *" $unit "*) continue ;; esac
    shown="$shown $unit"
    show_unit "$unit"
  done
  [ -z "$trouble" ] || {
    fails gate unit-failed "$trouble"
    return 1
  }
}
