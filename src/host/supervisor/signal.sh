# signal.sh: leaves a word for a supervisor.
# Inputs: id, nonce, kind (go, contact, acknowledge, reject), because.
# Outputs: facts record, answer (accepted, never-begun, over, rebooted,
# unreadable, wrong-nonce). Exit: 0.
# needs: prelude cgroup mutex record systems
# shellcheck shell=sh
: "${directory:?}" "${id:?}" "${nonce:?}" "${kind:?}" "${root?}" "${line=}"
: "${value=}" "${record=}" "${nl:?}"

leave_word() {
  to_line "${because:-}"
  printf '%s\n' "$line" >"$directory/$kind.new"
  fsync "$directory/$kind.new"
  [ ! -d "$directory/$kind" ] || rm -rf "$directory/${kind:?}"
  mv -fT "$directory/$kind.new" "$directory/$kind"
  wake_up
  fsync "$directory"
}

# wake_up: who waits for the word looks at once. Whether anybody can take the
# line is not waited for.
wake_up() {
  [ -p "$root/run/sdops/$id/wake" ] || return 0
  echo "$kind" 1<>"$root/run/sdops/$id/wake" 2>/dev/null &
}

# answer_now: a rejected deployment without a record never begins: what would
# start it may still be on its way here, and finds its folder taken. One whose
# record can't be read takes a no as well: to go back is never wrong, and then
# its supervisor writes the record anew.
answer_now() {
  answer=accepted
  if ! record_whole; then
    answer=unreadable
    [ -e "$directory/record" ] || deploy_alive "$id" || answer=never-begun
    [ "$kind" = reject ] || return 0
    mkdir -p "$directory"
    leave_word
    return 0
  fi
  record_value nonce
  if [ "$value" != "$nonce" ]; then answer=wrong-nonce && return; fi
  record_value state
  if is_final "$value"; then answer=over && return; fi
  record_value boot-id
  if [ "$value" != "$(boot_id)" ]; then answer=rebooted && return; fi
  leave_word
}

main() {
  umask 077
  if [ "$kind" = reject ]; then exclusively answer_now; else answer_now; fi
  fact id "$id"
  fact answer "$answer"
  record_read
  fact record "${record#"$nl"}"
}
main </dev/null
