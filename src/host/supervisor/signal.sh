# signal.sh: leaves a word for a supervisor.
# Inputs: id, nonce, kind (go, contact, acknowledge, reject), because.
# Outputs: facts record, answer (accepted, never-begun, over, rebooted,
# unreadable, wrong-nonce). Exit: 0.
# shellcheck shell=sh
: "${directory:?}" "${id:?}" "${nonce:?}" "${kind:?}"

leave_word() {
  printf '%s\n' "$(one_line "${because:-}")" >"$directory/$kind.new"
  fsync "$directory/$kind.new"
  [ ! -d "$directory/$kind" ] || rm -rf "$directory/${kind:?}"
  mv -fT "$directory/$kind.new" "$directory/$kind"
  fsync "$directory"
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
  elif [ "$(record_get nonce)" != "$nonce" ]; then
    answer=wrong-nonce
  elif is_final "$(record_get state)"; then
    answer=over
  elif [ "$(record_get boot-id)" != "$(boot_id)" ]; then
    answer=rebooted
  else
    leave_word
  fi
}

main() {
  umask 077
  if [ "$kind" = reject ]; then exclusively answer_now; else answer_now; fi
  fact id "$id"
  fact answer "$answer"
  fact record "$(cat "$directory/record" 2>/dev/null || true)"
}
main </dev/null
