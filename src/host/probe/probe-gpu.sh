# probe-gpu.sh: facts about NVIDIA's module and library, and who holds it.
# Inputs: root, folder (of one's own), system. Outputs: driver_facts.
# needs: prelude contents driver-holders query-gpus side-by-side systems
# shellcheck shell=sh
: "${root?}" "${code=}" "${folder=}" "${system?}"

# find_references: sets references to lines "module refcnt holders": a
# reference that no holder explains is a file descriptor, fbcon, or another
# module's.
find_references() {
  references=
  for module in "$root"/sys/module/nvidia*; do
    [ -d "$module" ] || continue
    first_line "$module/refcnt"
    holders=
    for holder in "$module"/holders/*; do
      [ ! -e "$holder" ] || holders=$holders${holder##*/},
    done
    references="$references${references:+$nl}${module##*/}"
    references="$references ${content:--} ${holders:--}"
  done
}

# find_displays: sets displays to the vendors of class 03, displays, and 12,
# accelerators; nvidia_gpus to how many of NVIDIA's the driver may take. What a
# guest has been given, and functions that are made for guests, aren't the
# host's own.
find_displays() {
  displays='' nvidia_gpus=0
  set --
  for device in "$root"/sys/bus/pci/devices/*; do
    first_line "$device/class"
    case $content in 0x03* | 0x12*) ;; *) continue ;; esac
    first_line "$device/vendor"
    displays="$displays${displays:+ }$content"
    if [ "$content" != 0x10de ] || [ -e "$device/physfn" ]; then continue; fi
    nvidia_gpus=$((nvidia_gpus + 1))
    [ ! -L "$device/driver" ] || set -- "$@" "$device/driver"
  done
  [ "$#" -gt 0 ] || return 0
  for driver in $(readlink "$@"); do
    case $driver in *vfio*) nvidia_gpus=$((nvidia_gpus - 1)) ;; esac
  done
}

gpu_facts() {
  fact nvidia.module "$(driver_module)"
  contents "$root/proc/driver/nvidia/version"
  fact nvidia.proc "$content"
  fact nvidia.references "$references"
  find_displays
  fact pci.display "$displays"
  [ "$nvidia_gpus" = 0 ] || fact pci.nvidia "$nvidia_gpus"
  [ -n "$references" ] || return 0
  fact nvidia.file "$(driver_of "$system")"
}

smi_facts() {
  command -v nvidia-smi >/dev/null || return 0
  fields=index,uuid,name,driver_version,memory.total,compute_cap
  query_gpus "$fields,mig.mode.current" "$folder/smi-text"
  fact smi.exit "$code"
  fact smi.fields "$fields"
  fact smi.output "$(tr -d '\000' <"$folder/smi-text" | head -c 20000)"
  ! grep -q ', Enabled$' "$folder/smi-text" ||
    fact smi.list "$(timeout 20 nvidia-smi -L 2>&1 </dev/null | head -c 20000)"
}

# Who holds the driver is read before nvidia-smi does so itself; it is slow, and
# the rest goes on meanwhile.
driver_facts() {
  find_references
  [ -z "$references" ] || fact nvidia.holders "$(driver_holders)"
  beside smi_facts
  gpu_facts
  wait
}
