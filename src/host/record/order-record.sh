# order-record.sh: the record that an order begins with.
# Inputs: the order's variables. Outputs: record_defaults.
# shellcheck shell=sh
: "${id:?}" "${goal:?}" "${nonce:?}" "${who?}" "${reason?}" "${candidate:?}"
: "${boot_id_expected:?}" "${old_system:?}" "${old_profile?}" "${directory:?}"
: "${old_generation?}" "${old_default?}" "${booted_expected?}"

record_defaults() {
  cat <<END
id=$id
goal=$goal
nonce=$nonce
who=$(one_line "$who")
reason=$(one_line "$reason")
boot-id=$boot_id_expected
started=$(date +%s)
candidate=$candidate
current=$old_system
profile=$old_profile
generation=$old_generation
boot-default=$old_default
booted=$booted_expected
END
  grep -sx 'number=[0-9]*' "$directory/number" || true
}
