# probe-gpu.sh: facts about NVIDIA's module and library, and who holds it.
# Inputs: root, folder (of one's own), system; driver-holders.sh's and
# systems.sh's functions. Outputs: driver_facts.
# shellcheck shell=sh
: "${root?}" "${folder=}" "${system?}"

gpu_facts() {
  fact nvidia.module "$(driver_module)"
  fact nvidia.proc "$(cat "$root/proc/driver/nvidia/version" 2>/dev/null ||
    true)"
  # "module refcnt holders": a reference that no holder explains is a file
  # descriptor, fbcon, or another module's.
  for module in "$root"/sys/module/nvidia*; do
    [ -d "$module" ] || continue
    references=$(cat "$module/refcnt" 2>/dev/null || echo -)
    # shellcheck disable=SC2012 # names of modules
    holders=$(ls "$module/holders" 2>/dev/null | tr '\n' ',')
    echo "${module##*/} $references ${holders:--}"
  done >"$folder/references"
  fact nvidia.references "$(cat "$folder/references")"
  # Class 03: displays, 12: accelerators. What a guest has been given, and
  # functions that are made for guests, aren't the host's own.
  for device in "$root"/sys/bus/pci/devices/*; do
    case $(cat "$device/class" 2>/dev/null || true) in
      0x03* | 0x12*) ;;
      *) continue ;;
    esac
    vendor=$(cat "$device/vendor")
    echo "$vendor"
    [ "$vendor" = 0x10de ] || continue
    [ ! -e "$device/physfn" ] || continue
    case $(readlink "$device/driver" || true) in
      *vfio*) ;;
      *) echo "$device" >>"$folder/nvidia-gpus" ;;
    esac
  done >"$folder/displays"
  fact pci.display "$(cat "$folder/displays")"
  [ ! -f "$folder/nvidia-gpus" ] ||
    fact pci.nvidia "$(grep -c . "$folder/nvidia-gpus")"
  fact nvidia.library "$(driver_library)"
  [ -s "$folder/references" ] || return 0
  fact nvidia.file "$(driver_of "$system")"
  fact nvidia.holders "$(driver_holders)"
}

# A hanging nvidia-smi must not hang the probe. One unknown field fails the
# whole query, so it is left out: drivers before 495 have no compute_cap.
smi_facts() {
  command -v nvidia-smi >/dev/null || return 0
  fields=index,uuid,name,driver_version,memory.total,compute_cap
  fields=$fields,mig.mode.current
  while :; do
    code=0
    timeout 20 nvidia-smi --format=csv,noheader,nounits \
      "--query-gpu=$fields" >"$folder/smi-text" 2>&1 </dev/null || code=$?
    unknown=$(sed -n 's/^Field "\([a-z_.]*\)" is not a valid field.*/\1/p' \
      "$folder/smi-text" | head -n 1)
    case ,$fields, in
      *",${unknown:-none},"*) ;;
      *) break ;;
    esac
    fields=$(echo ",$fields," | sed "s/,$unknown,/,/; s/^,//; s/,\$//")
  done
  fact smi.exit "$code"
  fact smi.fields "$fields"
  fact smi.output "$(tr -d '\000' <"$folder/smi-text" | head -c 20000)"
  ! grep -q ', Enabled$' "$folder/smi-text" ||
    fact smi.list "$(timeout 20 nvidia-smi -L 2>&1 </dev/null | head -c 20000)"
}

# One after the other: nvidia-smi itself holds the driver while it runs.
driver_facts() {
  gpu_facts
  smi_facts
}
