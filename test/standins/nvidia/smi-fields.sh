# smi-fields.sh: what nvidia-smi tells of a GPU, field by field. Needs state.sh.
# Formats are recorded: test/fixtures/nvidia.
# shellcheck shell=sh
: "${root?}" "${settings?}" "${state?}"

# setting NAME DEFAULT: a line of a file below /etc/sdlab/gpu.
setting() {
  value=$(first "$settings/$1")
  echo "${value:-$2}"
}

gpu_count() { setting count 1; }

gpu_name() { setting model 'NVIDIA GeForce GTX 1060 6GB'; }

gpu_uuid() {
  given=$(setting uuid '')
  if [ -z "$given" ]; then
    sum=$(uname -n | md5sum)
    given=GPU-$(echo "$sum" | sed -E \
      's/^(.{8})(.{4})(.{4})(.{4})(.{11}).*/\1-\2-\3-\4-\5/')$1
  fi
  echo "$given"
}

gpu_bus() { setting bus-id "00000000:0$(($1 + 1)):00.0"; }

used_memory() { setting memory-used 2; }

free_memory() {
  reserved=$(setting memory-reserved 0)
  echo $(($(setting memory 6144) - $(used_memory) - reserved))
}

# optional VALUE: what a GPU without that feature says instead.
optional() { if [ "$1" = N/A ]; then echo '[N/A]'; else echo "$1"; fi; }

# known FIELD: whether the driver that is played has it.
known() {
  case ,$(setting unknown-fields ''), in *",$1,"*) return 1 ;; esac
}

# heading FIELD: its name above the column; 2 if there is no such field.
heading() {
  case $1 in
    clocks.sm | clocks.current.sm) echo 'clocks.current.sm [MHz]' ;;
    gpu_bus_id) echo pci.bus_id ;;
    gpu_name) echo name ;;
    gpu_uuid) echo uuid ;;
    memory.free | memory.total | memory.used) echo "$1 [MiB]" ;;
    power.draw | power.limit) echo "$1 [W]" ;;
    utilization.gpu | utilization.memory) echo "$1 [%]" ;;
    compute_cap | count | display_active | driver_version | \
      ecc.errors.uncorrected.volatile.total | index | mig.mode.current | \
      name | pci.bus_id | persistence_mode | pstate | temperature.gpu | uuid | \
      vbios_version) echo "$1" ;;
    *) return 2 ;;
  esac
}

# reading FIELD INDEX: its value, with the unit after a blank.
reading() {
  case $1 in
    clocks.sm | clocks.current.sm) echo "$(setting clock 139) MHz" ;;
    compute_cap) setting compute-capability 6.1 ;;
    count) gpu_count ;;
    display_active) setting display-active Disabled ;;
    driver_version) first "$state/nvidia" ;;
    ecc.errors.uncorrected.volatile.total) optional "$(setting ecc N/A)" ;;
    gpu_bus_id | pci.bus_id) gpu_bus "$2" ;;
    gpu_name | name) gpu_name ;;
    gpu_uuid | uuid) gpu_uuid "$2" ;;
    index) echo "$2" ;;
    memory.free) echo "$(free_memory) MiB" ;;
    memory.total) echo "$(setting memory 6144) MiB" ;;
    memory.used) echo "$(used_memory) MiB" ;;
    mig.mode.current) optional "$(setting mig N/A)" ;;
    persistence_mode)
      if [ "$(persistence)" = On ]; then echo Enabled; else echo Disabled; fi
      ;;
    power.draw) echo "$(setting power-draw 10.29) W" ;;
    power.limit) echo "$(setting power-limit 120.00) W" ;;
    pstate) setting pstate P8 ;;
    temperature.gpu) setting temperature 28 ;;
    utilization.gpu | utilization.memory) echo "$(setting utilization 0) %" ;;
    vbios_version) setting vbios 86.06.39.00.2E ;;
  esac
}

# persistence: On while the daemon that holds the GPUs open runs.
persistence() {
  if descriptors nvidia | grep -q .; then on=On; else on=Off; fi
  setting persistence "$on"
}

# processes: pid and program of everybody who has a GPU open for computing.
processes() {
  descriptors nvidia_uvm | sort -nu | while read -r pid; do
    name=$(tr '\000' '\n' <"$root/proc/$pid/cmdline" 2>/dev/null |
      head -n 1) || continue
    echo "$pid ${name:-unknown}"
  done
}
