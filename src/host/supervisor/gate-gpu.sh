# gate-gpu.sh: the part of the gate that looks at the GPUs and their driver.
# Inputs: candidate, vendor, driver_wanted, driver_limit.
# Outputs: gate_gpu.
# needs: prelude fails record scratch smi systems
# shellcheck shell=sh
: "${candidate:?}" "${vendor:?}" "${driver_wanted?}" "${driver_limit:?}"
: "${run_folder:?}" "${nl:?}" "${smi_code=}" "${smi_gpus=}" "${smi_said=}"
: "${news=}" "${lost=}" "${text=}" "${words=}"

gate_gpu() {
  [ "$vendor" = nvidia ] || return 0
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
  gate_smi
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
    if [ "$smi_code" = "${text%"$nl"}" ] && [ -z "$news" ]; then
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
