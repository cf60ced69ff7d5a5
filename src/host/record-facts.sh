# record-facts.sh: the records of the last deployments, and the lock's holder.
# Inputs: state_root. Outputs: record_facts, which prints facts.
# shellcheck shell=sh
: "${state_root:?}"

# holder_facts: who has the deploy lock; nothing when nobody has.
holder_facts() {
  for holder_key in id reason since who; do
    [ -f "$state_root/lock/holder" ] || return 0
    fact "holder.$holder_key" \
      "$(sed -n "s/^$holder_key=//p" "$state_root/lock/holder" | head -n 1)"
  done
}

record_facts() {
  fact boot-id "$(boot_id)"
  # A folder without a record is of a deployment that never began.
  # shellcheck disable=SC2012 # ids are of [a-z0-9-]
  known=$(ls -t "$state_root"/deploys/*/record 2>/dev/null | head -n 10 |
    sed 's|/record$||; s|^.*/||') || known=
  fact records "$(echo "$known" | tr '\n' ' ')"
  for known_id in $known; do
    known_folder=$state_root/deploys/$known_id
    fact "record.$known_id" "$(cat "$known_folder/record" 2>/dev/null || true)"
    fact "record.$known_id.tail" "$(tail -n 20 "$known_folder/output" \
      2>/dev/null | tr -d '\000' | tail -c 4000 || true)"
    if deploy_alive "$known_id"; then
      fact "record.$known_id.alive" 1
    else
      fact "record.$known_id.alive" 0
    fi
  done
  holder_facts
}
