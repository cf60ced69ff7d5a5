# record-facts.sh: the records of the last deployments, and the lock's holder.
# Inputs: state_root; order-of.sh's and cgroup.sh's functions.
# Outputs: record_facts, which prints facts.
# shellcheck shell=sh
: "${state_root:?}"

# holder_facts: who has the deploy lock; nothing when nobody has.
holder_facts() {
  [ -e "$state_root/lock" ] || [ -L "$state_root/lock" ] || return 0
  fact locked 1
  [ -f "$state_root/lock/holder" ] || return 0
  for holder_key in id reason since who; do
    fact "holder.$holder_key" "$(sed -n "s/^$holder_key=//p" \
      "$state_root/lock/holder" | head -n 1 | head -c 1000 | tr -d '\000')"
  done
}

# known_facts: of the deployment in $known_id.
known_facts() {
  known_folder=$state_root/deploys/$known_id
  known_record=
  if [ -f "$known_folder/record" ]; then
    known_record=$(head -c 20000 "$known_folder/record" | tr -d '\000')
  fi
  fact "record.$known_id" "$known_record"
  fact "record.$known_id.tail" "$(tail -n 20 "$known_folder/output" \
    2>/dev/null | tr -d '\000' | tail -c 4000 || true)"
  # An end is an end; only of the others systemd is asked.
  case $(printf '%s\n' "$known_record" | sed -n '/^state=/{s///p;q;}') in
    committed | conflict | degraded | failed | refused | repaired | \
      rolled-back | stranded | tested)
      fact "record.$known_id.alive" 0 ;;
    *)
      if deploy_alive "$known_id"; then
        fact "record.$known_id.alive" 1
      else
        fact "record.$known_id.alive" 0
      fi ;;
  esac
}

record_facts() {
  fact boot-id "$(boot_id)"
  fact now "$(date +%s)"
  known=
  for known_id in $(newest_first | head -n 25); do
    # A folder without a record is of a deployment that never began.
    [ -e "$state_root/deploys/$known_id/record" ] || continue
    known="$known $known_id"
    known_facts
  done
  fact records "${known# }"
  # shellcheck disable=SC2012 # names of ours
  fact aside "$(ls "$state_root/aside" 2>/dev/null |
    sed -n '/^[0-9]\{1,9\}-[a-z0-9][a-z0-9-]*$/p' | tr '\n' ' ')"
  holder_facts
}
