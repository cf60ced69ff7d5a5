# smi-fields.sh: what nvidia-smi tells of a GPU, field by field. Needs state.sh.
# Formats are recorded: test/fixtures/nvidia. The real program is one process,
# so what is told is left in `value` rather than printed to a subshell.
# shellcheck shell=sh disable=SC2034
: "${root?}" "${settings?}" "${module=}"

# setting NAME DEFAULT: a line of a file below /etc/sdlab/gpu.
setting() {
  line=
  ! { IFS= read -r line <"$settings/$1"; } 2>/dev/null || :
  value=${line:-$2}
}

gpu_count() { setting count 1; }

gpu_name() { setting model 'NVIDIA GeForce GTX 1060 6GB'; }

gpu_uuid() {
  setting uuid ''
  [ -z "$value" ] || return 0
  sum=$(uname -n | md5sum) value=GPU-
  for part in ????????- ????- ????- ????- ???????????; do
    # shellcheck disable=SC2295 # a pattern: as many characters
    left=${sum#${part%-}}
    value=$value${sum%"$left"}
    case $part in *-) value=$value- ;; esac
    sum=$left
  done
  value=$value$1
}

gpu_bus() { setting bus-id "00000000:0$(($1 + 1)):00.0"; }

used_memory() { setting memory-used 2; }

free_memory() {
  setting memory-reserved 0
  free=-$value
  used_memory
  free=$((free - value))
  setting memory 6144
  value=$((value + free))
}

# optional NAME: a setting; what a GPU without that feature says instead.
optional() {
  setting "$1" N/A
  [ "$value" != N/A ] || value='[N/A]'
}

# known FIELD: whether the driver that is played has it.
known() {
  setting unknown-fields ''
  case ,$value, in *",$1,"*) return 1 ;; esac
}

# heading FIELD: its name above the column; 2 if there is no such field.
heading() {
  value=$1
  case $1 in
    clocks.sm | clocks.current.sm) value='clocks.current.sm [MHz]' ;;
    gpu_bus_id) value=pci.bus_id ;;
    gpu_name) value=name ;;
    gpu_uuid) value=uuid ;;
    memory.free | memory.total | memory.used) value="$1 [MiB]" ;;
    power.draw | power.limit) value="$1 [W]" ;;
    utilization.gpu | utilization.memory) value="$1 [%]" ;;
    clocks_throttle_reasons.hw_power_brake_slowdown | \
      clocks_throttle_reasons.hw_thermal_slowdown | \
      clocks_throttle_reasons.sw_thermal_slowdown | \
      compute_cap | count | display_active | driver_version | \
      ecc.errors.uncorrected.volatile.total | index | mig.mode.current | \
      name | pci.bus_id | persistence_mode | pstate | \
      remapped_rows.failure | remapped_rows.pending | \
      retired_pages.pending | temperature.gpu | uuid | vbios_version) ;;
    *) return 2 ;;
  esac
}

# reading FIELD INDEX: its value, with the unit after a blank in `unit`.
reading() {
  unit=
  case $1 in
    clocks.sm | clocks.current.sm) unit=' MHz' && setting clock 139 ;;
    clocks_throttle_reasons.*) setting "${1#*.}" 'Not Active' ;;
    compute_cap) setting compute-capability 6.1 ;;
    count) gpu_count ;;
    display_active) setting display-active Disabled ;;
    driver_version) value=$module ;;
    ecc.errors.uncorrected.volatile.total) optional ecc ;;
    gpu_bus_id | pci.bus_id) gpu_bus "$2" ;;
    gpu_name | name) gpu_name ;;
    gpu_uuid | uuid) gpu_uuid "$2" ;;
    index) value=$2 ;;
    memory.free) unit=' MiB' && free_memory ;;
    memory.total) unit=' MiB' && setting memory 6144 ;;
    memory.used) unit=' MiB' && used_memory ;;
    mig.mode.current) optional mig ;;
    persistence_mode)
      persistence
      if [ "$value" = On ]; then value=Enabled; else value=Disabled; fi
      ;;
    power.draw) unit=' W' && setting power-draw 10.29 ;;
    power.limit) unit=' W' && setting power-limit 120.00 ;;
    pstate) setting pstate P8 ;;
    remapped_rows.* | retired_pages.*) optional "$1" ;;
    temperature.gpu) setting temperature 28 ;;
    utilization.gpu | utilization.memory) unit=' %' && setting utilization 0 ;;
    vbios_version) setting vbios 86.06.39.00.2E ;;
  esac
}

# persistence: On while the daemon that holds the GPUs open runs.
persistence() {
  on=$(descriptors nvidia)
  on=${on:+On}
  setting persistence "${on:-Off}"
}

# processes: pid and program of everybody who has a GPU open for computing.
processes() {
  descriptors nvidia_uvm | sort -nu | while read -r pid; do
    name=$(tr '\000' '\n' <"$root/proc/$pid/cmdline" 2>/dev/null |
      head -n 1) || continue
    echo "$pid ${name:-unknown}"
  done
}
