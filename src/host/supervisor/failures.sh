# failures.sh: which units fail, and whom the switch itself named.
# Inputs: run_folder. Outputs: failing_units, named_units, named_users.
# shellcheck shell=sh
: "${run_folder:?}"

# failing_units: failed, or waiting for another try after a failed one; one a
# line, ours aside. Of those that wait, a reset-failed takes the result away and
# leaves the status.
failing_units() {
  control list-units --state=failed,auto-restart,auto-restart-queued \
    --plain --no-legend --no-pager --full |
    while read -r failing _ failing_state _; do
      case $failing in sdops-*) continue ;; esac
      [ "$failing_state" = failed ] ||
        [ "$(unit_fact "$failing" ExecMainStatus)" != 0 ] || continue
      echo "$failing"
    done | sort
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
