# gpus.sh: what each GPU does now, and for whom: NVIDIA's as nvidia-smi says,
# AMD's as the kernel does.
# Inputs: root. Outputs: facts smi.exit, smi.fields, smi.output of the GPUs;
# apps.output, a line a process; unit.PID, systemd's unit of it; amd, a line a
# card: name, busy %, bytes used and in all, millidegrees, microwatts drawn and
# allowed; - for what isn't told. Exit: 0.
# needs: prelude contents driver-holders own-folder query-gpus
# shellcheck shell=sh
: "${root?}" "${nl:?}" "${content?}" "${code=}" "${fields=}" "${unit=}"
: "${folder=}"

# The name of a program may hold a comma: it comes last.
nvidia_facts() {
  command -v nvidia-smi >/dev/null || return 0
  fields=index,uuid,name,memory.used,memory.total,utilization.gpu
  fields=$fields,temperature.gpu,power.draw,power.limit
  query_gpus "$fields" "$folder/smi-text"
  fact smi.exit "$code"
  fact smi.fields "$fields"
  fact smi.output "$(tr -d '\000' <"$folder/smi-text" | head -c 20000)"
  timeout 20 nvidia-smi --format=csv,noheader,nounits \
    --query-compute-apps=pid,gpu_uuid,used_memory,process_name \
    >"$folder/smi-text" 2>&1 </dev/null || return 0
  fact apps.output "$(tr -d '\000' <"$folder/smi-text" | head -c 100000)"
  while IFS=, read -r pid _; do
    case $pid in '' | *[!0-9]*) continue ;; esac
    find_unit "$pid" 2>/dev/null || continue
    fact "unit.$pid" "$unit"
  done <"$folder/smi-text"
}

# add FILE…: the first line of the first that has one, to the card's.
add() {
  content=
  for file; do
    [ -n "$content" ] || first_line "$file"
  done
  case $content in '' | *[!0-9-]*) content=- ;; esac
  card="$card $content"
}

amd_facts() {
  cards=
  for device in "$root"/sys/class/drm/card*/device; do
    name=${device%/device}
    name=${name##*/}
    # A connector, such as card0-DP-1, leads back to its card.
    case $name in *-*) continue ;; esac
    first_line "$device/vendor"
    [ "$content" = 0x1002 ] || continue
    first_line "$device/product_name"
    card="${content:-Radeon}:"
    add "$device/gpu_busy_percent"
    add "$device/mem_info_vram_used"
    add "$device/mem_info_vram_total"
    add "$device"/hwmon/hwmon*/temp1_input
    add "$device"/hwmon/hwmon*/power1_average \
      "$device"/hwmon/hwmon*/power1_input
    add "$device"/hwmon/hwmon*/power1_cap
    cards=$cards$card$nl
  done
  fact amd "$cards"
}

main() {
  umask 077
  memory_folder
  nvidia_facts
  all_written
  amd_facts
}
main </dev/null
