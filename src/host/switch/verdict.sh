# verdict.sh: what the exit code of an activation means (activation.md §4.4).
# Inputs: none. Outputs: judge_activation.
# needs: nothing
# shellcheck shell=sh

# judge_activation CODE TEXT SAME
# CODE: a number, `timeout`, `lost`. TEXT: a file with the run's output. SAME:
# 1 when current-system and the app's processes are those of before.
# Prints `gate`, `failed CAUSE` or `roll-back CAUSE`.
judge_activation() {
  # 1, 11, 100 and 255 say "nothing done" only if the host and the output agree:
  # both programs also end with these codes half-way, the Rust one even after
  # activation.
  if [ "$3" = 1 ] && ! grep -q -e '^stopping the following units: ' \
    -e '^activating the configuration' "$2"; then
    judged=failed untouched="failed activation-refused"
  else
    judged=roll-back untouched="roll-back activation-failed"
  fi
  case $1 in
    0) echo gate ;;
    1 | 255) echo "$untouched" ;;
    2)
      if grep -q 'not a NixOS installation' "$2"; then
        echo "$untouched"
      else
        echo "roll-back activation-failed"
      fi ;;
    4)
      # 4 hides a failed activation; the Perl and the Rust text.
      if grep -q -e '^Activation script snippet .* failed' \
        -e 'Failed to run activate script' "$2"; then
        echo "roll-back activation-failed"
      else
        echo gate
      fi ;;
    11) echo "$judged switch-locked" ;;
    100) echo "$judged needs-reboot" ;;
    timeout) echo "roll-back activation-timeout" ;;
    lost | 101 | 129 | 130 | 134 | 137 | 139 | 143)
      echo "roll-back activation-killed" ;;
    *) echo "roll-back activation-failed" ;;
  esac
}
