# smi-table.sh: the table that nvidia-smi prints without arguments, in both
# recorded layouts. Needs state.sh and smi-fields.sh.
# shellcheck shell=sh
: "${here?}" "${state?}"

# rule LEFT FILL: a line across the table.
wide=-----------------------------------------------------------------------------------------

# cuda VERSION: the CUDA that a driver branch brings.
cuda() {
  case ${1%%.*} in
    470) echo 11.4 ;;
    535) echo 12.2 ;;
    550) echo 12.4 ;;
    560) echo 12.6 ;;
    565) echo 12.7 ;;
    570) echo 12.8 ;;
    575) echo 12.9 ;;
    580) echo 13.0 ;;
    590) echo 13.1 ;;
    *) echo 13.2 ;;
  esac
}

# older_layout VERSION: 550 has it, 580 has the newer one.
older_layout() { [ "${1%%.*}" -lt 565 ]; }

table() {
  version=$(first "$state/nvidia")
  tail='       '
  corner='+'
  if older_layout "$version"; then tail='' corner='|'; fi
  LC_ALL=C date "+%a %b %e %H:%M:%S %Y$tail"
  echo "+$wide+"
  printf '| NVIDIA-SMI %-22s Driver Version: %-14s CUDA Version: %-8s |\n' \
    "$version" "$version" "$(cuda "$version")"
  columns="-----------------------------------------+------------------------+"
  echo "$corner$columns----------------------$corner" | sed 's/|$/+/'
  cat "$here/smi-gpus.txt"
  number=0
  gpu_count
  gpus=$value
  while [ "$number" -lt "$gpus" ]; do
    gpu_rows "$number"
    echo "+$columns----------------------+"
    number=$((number + 1))
  done
  echo
  process_rows "$version"
}

# watts NAME DEFAULT: of a setting.
watts() {
  setting "$1" "$2"
  value=$(printf '%.0fW' "$value")
}

gpu_rows() {
  gpu_name
  name=$value
  persistence
  persists=$value
  gpu_bus "$1"
  bus=$value
  setting ecc N/A
  printf '| %3s  %-27s    %-3s |   %s Off | %20s |\n' "$1" "$name" \
    "$persists" "$bus" "$value"
  watts power-draw 10.29
  power=$value
  watts power-limit 120.00
  power=$(printf '%s / %5s' "$power" "$value")
  setting fan 28%
  fan=$value
  setting temperature 28
  temperature=$value
  setting pstate P8
  pstate=$value
  used_memory
  used=$value
  setting memory 6144
  memory=$value
  setting utilization 0
  printf '| %-4s %4s  %4s    %20s | %10s / %9s | %7s %12s |\n' \
    "$fan" "${temperature}C" "$pstate" "$power" "${used}MiB" "${memory}MiB" \
    "$value%" Default
  setting mig N/A
  printf '|%41s|%24s| %20s |\n' '' '' "$value"
}

process_rows() {
  width=15
  heading=smi-processes.txt
  if older_layout "$1"; then width=9 heading=smi-processes-older.txt; fi
  echo "+$wide+"
  cat "$here/$heading"
  running=$(processes)
  if [ -z "$running" ]; then
    cat "$here/smi-idle.txt"
  else
    echo "$running" | while read -r pid name; do
      printf "|    0   N/A  N/A %${width}s      C   " "$pid"
      setting process-memory 0
      printf "%-$((50 - width))s %7sMiB |\n" "$name" "$value"
    done
  fi
  echo "+$wide+"
}
