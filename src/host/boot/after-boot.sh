# after-boot.sh: goes on with a deployment whose candidate was booted once: its
# supervisor and its dead-man are started again, from the files that they left.
# Inputs: id. Outputs: fact answer: started; waiting, it hasn't rebooted yet;
# elsewhere, another system was booted; running, it goes on or is over;
# unreadable. Exit: 0.
# needs: prelude mutex own-unit record systems
# shellcheck shell=sh
: "${id:?}" "${root?}" "${directory:?}" "${value=}"

after_boot() {
  answer=unreadable
  record_whole || return 0
  answer=running
  record_value state
  [ "$value" = booting ] || return 0
  answer=waiting
  record_value boot-id
  [ "$value" != "$(boot_id)" ] || return 0
  answer=elsewhere
  record_value candidate
  is_booted "$value" || return 0
  answer=started
  run_folder=$root/run/sdops/$id
  mkdir -p "$run_folder"
  cp "$directory"/before/* "$run_folder/" 2>/dev/null || true
  record_set state gating phase booted booted-once 1 boot-id "$(boot_id)"
  start_deadman
  own_unit "sdops-deploy-$id" "$directory/supervise.sh"
}

main() {
  umask 077
  exclusively after_boot >&2
  fact answer "$answer"
}
main </dev/null
