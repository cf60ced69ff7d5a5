# gate-gpu.sh: the part of the gate that looks at the GPUs and their driver.
# Inputs: candidate, vendor, driver_wanted, driver_limit; gpu_count and
# gpu_uuids, which the inventory declares (0 and none: nothing is declared).
# Outputs: gate_gpu; gate_xids, to look again.
# needs: prelude fails record scratch smi systems xids
# shellcheck shell=sh
: "${candidate:?}" "${vendor:?}" "${driver_wanted?}" "${driver_limit:?}"
: "${gpu_count:?}" "${gpu_uuids?}" "${root?}" "${xids=}"
: "${run_folder:?}" "${nl:?}" "${smi_code=}" "${smi_gpus=}" "${smi_said=}"
: "${news=}" "${lost=}" "${text=}" "${words=}"

gate_gpu() {
  case $vendor in
    amd)
      gate_amd
      return ;;
    nvidia) ;;
    *) return 0 ;;
  esac
  module=$(driver_module)
  if [ -n "$driver_wanted" ] && [ "$module" != "$driver_wanted" ]; then
    fails gate driver-mismatch "the loaded module is ${module:-none}," \
      "but the candidate's driver is $driver_wanted"
    return 1
  fi
  library=$(driver_library)
  if [ -n "$library" ] && [ "$module" != "$library" ]; then
    fails gate driver-mismatch "the loaded module is ${module:-none}," \
      "but the library is $library"
    return 1
  fi
  gate_smi && gate_declared && gate_xids
}

# gate_amd: as many cards as are declared have their driver.
gate_amd() {
  amd_number=0
  for amd_device in "$root"/sys/bus/pci/drivers/amdgpu/*/class; do
    [ ! -e "$amd_device" ] || amd_number=$((amd_number + 1))
  done
  [ "$amd_number" -ge "$gpu_count" ] ||
    fails gate gpu-missing "amdgpu drives $amd_number GPU(s)," \
      "and $gpu_count are declared"
}

# gate_declared: of what nvidia-smi lists now.
gate_declared() {
  declared_missing=''
  for declared_uuid in $gpu_uuids; do
    case $nl$smi_gpus in
      *"$nl$declared_uuid "*) ;;
      *) declared_missing="$declared_missing $declared_uuid" ;;
    esac
  done
  if [ -n "$declared_missing" ]; then
    fails gate gpu-missing "declared, but doesn't answer:$declared_missing" \
      "($smi_text)"
    return 1
  fi
  declared_left=$smi_gpus declared_number=0
  while [ -n "$declared_left" ]; do
    declared_left=${declared_left#*"$nl"}
    declared_number=$((declared_number + 1))
  done
  [ "$declared_number" -ge "$gpu_count" ] ||
    fails gate gpu-missing "$declared_number of $gpu_count declared GPUs" \
      "answer${smi_text:+: $smi_text}"
}

# gate_xids: no GPU has failed since the activation began.
gate_xids() {
  [ "$vendor" = nvidia ] || return 0
  xids_new
  [ -z "$xids" ] || fails gate gpu-fault "${xids%%"$nl"*}"
}

# gate_smi: each GPU that answered before answers, with the candidate's driver.
# What nvidia-smi said before is not held against the candidate.
gate_smi() {
  smi_look now "$candidate"
  # Its first two lines.
  smi_text=${smi_said#*"$nl"}
  to_words "${smi_said%%"$nl"*} ${smi_text%%"$nl"*}"
  smi_text=$words
  if [ "$smi_code" = 18 ]; then
    fails gate driver-mismatch "$smi_text"
    return 1
  fi
  smi_news
  if [ -z "$smi_gpus" ]; then
    file_text "$run_folder/smi-before-code"
    if [ "$smi_code" = "${text%"$nl"}" ] && [ -z "$news" ] &&
      [ "$gpu_count" = 0 ]; then
      say "gate: nvidia-smi lists no GPU, as before: exit $smi_code"
      return 0
    fi
    case $smi_code in
      124) smi_text="did not answer in $driver_limit s" ;;
      *) smi_text="exit $smi_code: $smi_text" ;;
    esac
    fails gate smi-failed "nvidia-smi: $smi_text"
    return 1
  fi
  smi_lost
  if [ -n "$lost" ]; then
    fails gate gpu-lost "$lost answered before and no longer does:" \
      "$smi_text"
    return 1
  fi
  [ -z "$news" ] || say "gate: nvidia-smi says: $news"
  [ -n "$driver_wanted" ] || return 0
  smi_left=$smi_gpus
  while [ -n "$smi_left" ]; do
    smi_line=${smi_left%%"$nl"*}
    smi_left=${smi_left#*"$nl"}
    [ "${smi_line#* }" = "$driver_wanted" ] ||
      fails gate driver-mismatch "nvidia-smi reports ${smi_line#* }," \
        "but the candidate's driver is $driver_wanted" || return 1
  done
}
