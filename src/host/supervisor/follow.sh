# follow.sh: the record and the log's new bytes, as soon as there are any.
# Inputs: id, offset (bytes), seen (seq), wait (seconds at most).
# Outputs: facts record, output (base64, at most 256 KiB), more (0: that was
# all), alive (0: the record can't be read, and nobody would write another).
# Exit: 0.
# shellcheck shell=sh
: "${directory:?}" "${offset:?}" "${seen:?}" "${wait:?}"
main() {
  until=$(($(uptime_seconds) + wait))
  while :; do
    seq=$(record_get seq)
    size=$(stat -c %s "$directory/output" 2>/dev/null || echo 0)
    [ "$size" -le "$offset" ] || break
    # One that can't be read just now is as good as unchanged.
    if [ "${seq:-0}" != "$seen" ] && record_whole; then break; fi
    ! is_final "$(record_get state)" || break
    [ "$(uptime_seconds)" -lt "$until" ] || break
    sleep 0.2
  done
  # The record first: a final one is written after the last byte of the log.
  fact record "$(cat "$directory/record" 2>/dev/null || true)"
  size=$(stat -c %s "$directory/output" 2>/dev/null || echo 0)
  count=$((size - offset))
  [ "$count" -le 262144 ] || count=262144
  if [ "$count" -gt 0 ]; then
    fact output "$(tail -c "+$((offset + 1))" "$directory/output" |
      head -c "$count" | base64 -w 0)"
  else
    count=0
  fi
  fact id "${id:?}"
  record_whole || deploy_alive "$id" || fact alive 0
  if [ "$((offset + count))" -ge "$size" ]; then fact more 0; else fact more 1
  fi
}
main </dev/null
