# failed-nodes.sh: what ComfyUI's present process has logged of custom nodes
# that it could not import.
# Inputs: unit. Outputs: fact lines, each once; absent when there is no journal
# of it. Exit: 0.
# needs: prelude cgroup
# shellcheck shell=sh
: "${unit:?}"
main() {
  invocation=$(control show --value --property=InvocationID "$unit") || return 0
  [ -n "$invocation" ] || return 0
  if logged=$(timeout 20 journalctl --no-pager --output=cat --quiet \
    "_SYSTEMD_INVOCATION_ID=$invocation"); then
    fact lines "$(printf '%s\n' "$logged" |
      grep -e '(IMPORT FAILED): ' -e 'Cannot import /' |
      cut -c 1-500 | sort -u | head -n 200)"
  fi
}
main </dev/null
