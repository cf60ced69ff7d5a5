# order-record.sh: the record that an order begins with.
# Inputs: the order's variables; written_at, the time of this write.
# Outputs: record_defaults, instead of record.sh's own.
# needs: prelude record
# shellcheck shell=sh disable=SC2034
: "${id:?}" "${goal:?}" "${nonce:?}" "${who?}" "${reason?}" "${candidate:?}"
: "${boot_id_expected:?}" "${old_system:?}" "${old_profile?}" "${directory:?}"
: "${old_generation?}" "${old_default?}" "${booted_expected?}" "${nl:?}"
: "${line=}" "${written_at=}"

record_defaults() {
  to_line "$reason"
  defaults="reason=$line$nl"
  to_line "$who"
  defaults="id=$id
goal=$goal
nonce=$nonce
who=$line
${defaults}boot-id=$boot_id_expected
started=$written_at
candidate=$candidate
current=$old_system
profile=$old_profile
generation=$old_generation
boot-default=$old_default
booted=$booted_expected
"
  { read -r numbered <"$directory/number"; } 2>/dev/null || return 0
  case $numbered in
    number=*[!0-9]*) ;;
    number=*) defaults=$defaults$numbered$nl ;;
  esac
}
