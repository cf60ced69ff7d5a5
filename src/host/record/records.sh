# records.sh: what is known of deployments here; changes nothing.
# Inputs: none. Outputs: facts boot-id, records, record.ID…, holder.…. Exit: 0.
# needs: record-facts
# shellcheck shell=sh
main() {
  record_facts
}
main
