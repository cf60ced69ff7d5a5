# signal.sh: leaves a word for a supervisor.
# Inputs: id, nonce, kind (go, contact, acknowledge, reject), because.
# Outputs: facts record, answer (accepted, over, wrong-nonce). Exit: 0.
# shellcheck shell=sh
: "${directory:?}" "${nonce:?}" "${kind:?}"
main() {
  umask 077
  answer=accepted
  if [ "$(record_get nonce)" != "$nonce" ]; then
    answer=wrong-nonce
  elif is_final "$(record_get state)"; then
    answer=over
  else
    printf '%s\n' "$(one_line "${because:-}")" >"$directory/$kind.new"
    fsync "$directory/$kind.new"
    mv -f "$directory/$kind.new" "$directory/$kind"
    fsync "$directory"
  fi
  fact id "${id:?}"
  fact answer "$answer"
  fact record "$(cat "$directory/record" 2>/dev/null || true)"
}
main </dev/null
