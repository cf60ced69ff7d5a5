# fails.sh: why a step failed, for the log and for the record.
# Inputs: run_folder. Outputs: fails, which sets failed_cause, failed_detail.
# needs: prelude scratch
# shellcheck shell=sh disable=SC2034

# fails LAYER CAUSE WORDS…: 1. Most steps write to /run: where that is full, it
# is the cause.
fails() {
  failed_layer=$1 failed_cause=$2
  shift 2
  failed_detail=$*
  if run_is_full; then
    failed_detail="/run is full ($failed_cause: $failed_detail)"
    failed_cause=run-full
  fi
  say "$failed_layer: $failed_cause: $failed_detail"
  return 1
}
