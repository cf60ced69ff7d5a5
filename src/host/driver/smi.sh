# smi.sh: what nvidia-smi tells of the GPUs, before and after.
# Inputs: run_folder, driver_limit (seconds); within.sh's within.
# Outputs: smi_look, which sets smi_code; smi_news.
# shellcheck shell=sh disable=SC2034
: "${run_folder:?}" "${driver_limit:?}"

# smi_look WHEN SYSTEM: smi-WHEN gets a line "uuid version" for each GPU that
# answers, smi-WHEN-said all else that it printed. Its exit code alone says
# nothing of the GPUs: 14 is a warning.
smi_look() {
  smi_code=0
  within "$driver_limit" "$2/sw/bin/nvidia-smi" \
    --query-gpu=uuid,driver_version --format=csv,noheader \
    >"$run_folder/smi-text" 2>&1 || smi_code=$?
  sed -n 's/^\(GPU-[^ ,]*\), *\([0-9][0-9.]*\) *$/\1 \2/p' \
    "$run_folder/smi-text" >"$run_folder/smi-$1"
  sed '/^GPU-[^ ,]*, *[0-9][0-9.]* *$/d; /^[[:space:]]*$/d' \
    "$run_folder/smi-text" >"$run_folder/smi-$1-said"
  echo "$smi_code" >"$run_folder/smi-$1-code"
}

# smi_lost: GPUs that answered before and don't now, by UUID.
smi_lost() {
  cut -d ' ' -f 1 "$run_folder/smi-now" >"$run_folder/smi-uuids"
  cut -d ' ' -f 1 "$run_folder/smi-before" |
    grep -vxF -f "$run_folder/smi-uuids" || true
}

# smi_news: what it says now and didn't say before.
smi_news() {
  grep -vxF -f "$run_folder/smi-before-said" "$run_folder/smi-now-said" || true
}
