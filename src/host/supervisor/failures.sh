# failures.sh: which units fail, and whom the switch itself named.
# Inputs: run_folder. Outputs: failing_units, complains, named_units,
# named_users, show_unit.
# needs: prelude apps cgroup scratch
# shellcheck shell=sh
: "${run_folder:?}" "${listed=}"

# failing_units: failing is which failed or wait for another try after a failed
# one, failed_for_good those that don't wait; ours aside. Of those that wait, a
# reset-failed takes the result away and leaves the status.
failing_units() {
  failing='' failed_for_good=''
  list_units --state=failed,auto-restart,auto-restart-queued
  while read -r failing_unit _ failing_state _; do
    case $failing_unit in '' | sdops-*) continue ;; esac
    if [ "$failing_state" = failed ]; then
      failed_for_good="$failed_for_good $failing_unit"
    elif [ "$(unit_fact "$failing_unit" ExecMainStatus)" = 0 ]; then
      continue
    fi
    failing="$failing $failing_unit"
  done <<END
$listed
END
}

# show_unit UNIT: its last lines, for the log.
show_unit() {
  say "the last lines of $1:"
  timeout 20 journalctl --no-pager --lines=15 --output=cat --unit="$1" || true
}

# complains: whether the switch has said anything of units or users that failed.
complains() {
  grep -q -e 'failed' -e '^Failed' -e 'timed out' \
    "$run_folder/activation-log" 2>/dev/null
}

# named_units: of activation-log, those that switch-to-configuration says have
# failed or could not be started; the Perl and the Rust program's words.
named_units() {
  {
    sed -n 's/^warning: the following units failed: //p' \
      "$run_folder/activation-log" | tr -s ', ' '\n'
    sed -n -e 's/^Failed to \(re\)\{0,1\}start \([^ :]*\).*$/\2/p' \
      -e 's/^Failed to reload \([^ :]*\).*$/\1/p' \
      -e 's/^Job for \([^ ]*\) \(failed\|timed out\).*$/\1/p' \
      -e 's/^A dependency job for \([^ ]*\) failed.*$/\1/p' \
      "$run_folder/activation-log"
  } 2>/dev/null | grep '[.]' | sort -u
}

# named_users: whose own part of the activation failed.
named_users() {
  sed -n 's/^warning: user activation for \([^ ]*\) failed$/\1/p' \
    "$run_folder/activation-log" 2>/dev/null | sort -u
}
