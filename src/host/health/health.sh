# health.sh: what doctor asks beside the probe; changes nothing.
# Inputs: ports and units (of the host's apps), models (their folder), files
# (lines: what is declared below it), caches (URLs), databases (lines UNIT
# FILE), root (optional).
# Outputs: facts caches (lines URL, a blank, what is wrong), databases (lines
# FILE, a blank, what is wrong), gc.* (see garbage.sh), missed (lines CACHE
# NAME, see remembered-misses.sh), models (lines dangling or missing FILE),
# persistenced (LoadState and ActiveState of its unit), starts.UNIT (its
# ExecStart), clock (seconds since 1970), deployers (units), displays (lines
# ADDRESS VENDOR DRIVER), inodes.PLACE (free and all), inotify.max (instances
# and watches a user), inotify.used (lines UID INSTANCES WATCHES), kernel-log
# (lines of this boot that tell of a fault), listener.PORT (lines ADDRESS
# HOLDER, see listener.sh), lockdown, nodes (lines NAME MODE), secure-boot (1),
# smi.fields, smi.output. A fact that can't be had is left out. Exit: 0; 1
# if a part was killed or found no room.
# needs: prelude cache-answers contents database deployers garbage listener
# needs: model-places own-folder query-gpus remembered-misses side-by-side
# shellcheck shell=sh
: "${root?}" "${ports?}" "${content?}" "${units?}" "${models?}" "${files?}"
: "${caches?}" "${databases?}" "${system?}"
: "${folder=}" "${fields=}"

# What the kernel says of a GPU, of memory, and of programs that it ended.
faults='NVRM: |nvidia.*(probe.*failed|rejected)|nouveau .*fault'
faults="$faults|Key was rejected|Lockdown: .*module"
faults="$faults|EDAC .*(CE|UE) |mce: .*(Hardware Error|Machine check)"
faults="$faults|Hardware Error|Out of memory: Killed|oom-kill:"
faults="$faults|segfault at|traps: .*(general protection|trap)"

kernel_log() {
  fact kernel-log "$(timeout 10 journalctl -k -b --no-pager -q \
    -o short-iso -n 2000 -g "$faults" --case-sensitive=yes 2>/dev/null |
    tail -n 200 | cut -c 1-300)"
}

disks() {
  for place in nix boot; do
    [ -d "$root/$place" ] || continue
    fact "inodes.$place" "$(df --output=iavail,itotal "$root/$place" \
      2>/dev/null | tail -n 1)"
  done
}

displays() {
  for device in "$root"/sys/bus/pci/devices/*; do
    first_line "$device/class"
    case $content in 0x03* | 0x12*) ;; *) continue ;; esac
    [ ! -e "$device/physfn" ] || continue
    first_line "$device/vendor"
    driver=$(readlink "$device/driver" 2>/dev/null || true)
    echo "${device##*/} $content ${driver##*/}"
  done
}

# An EFI variable: 4 bytes of attributes, then its value.
secure_boot() {
  variable=$root/sys/firmware/efi/efivars
  variable=$variable/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c
  [ -r "$variable" ] || return 0
  tail -c +5 "$variable" | od -An -tu1 | tr -d ' '
}

# A line "inotify …" in fdinfo is a watch, its file an instance.
inotify_used() {
  { stat -c '%u %n' "$root"/proc/[0-9]* 2>/dev/null
    grep -c '^inotify' "$root"/proc/[0-9]*/fdinfo/* 2>/dev/null |
      grep -v ':0$'; } | awk -v skip="$root/proc/" '
    index($1, skip) != 1 { owner[substr($2, length(skip) + 1)] = $1; next }
    { split(substr($1, length(skip) + 1), part, "[/:]"); who = owner[part[1]]
      instances[who]++; watches[who] += part[4] }
    END { for (who in instances) print who, instances[who], watches[who] }'
}

# dash reads byte by byte, and a number of sysctl's has but one first read.
inotify() {
  limits=$root/proc/sys/fs/inotify
  most=$(cat "$limits/max_user_instances" "$limits/max_user_watches" \
    2>/dev/null) || return 0
  fact inotify.max "$most"
  fact inotify.used "$(inotify_used || true)"
}

gpus() {
  command -v nvidia-smi >/dev/null || return 0
  throttle=clocks_throttle_reasons
  asked=index,ecc.errors.uncorrected.volatile.total,retired_pages.pending
  asked=$asked,display_active,persistence_mode
  asked=$asked,remapped_rows.pending,remapped_rows.failure
  asked=$asked,$throttle.hw_thermal_slowdown,$throttle.sw_thermal_slowdown
  asked=$asked,$throttle.hw_power_brake_slowdown,temperature.gpu
  query_gpus "$asked" "$folder/smi-text"
  fact smi.fields "$fields"
  fact persistenced "$(systemctl show --value -p LoadState,ActiveState \
    nvidia-persistenced.service 2>/dev/null | tr '\n' ' ')"
  fact smi.output "$(tr -d '\000' <"$folder/smi-text" | head -c 20000)"
}

main() {
  umask 077
  memory_folder
  beside gpus
  beside kernel_log
  remembered_misses >"$folder/hidden" &
  for cache in $caches; do cache_answer "$cache" & done >"$folder/caches"
  fact clock "$(date +%s)"
  disks
  fact displays "$(displays)"
  contents "$root/sys/kernel/security/lockdown"
  fact lockdown "$content"
  fact secure-boot "$(secure_boot)"
  fact nodes "$(stat -c '%n %a' "$root"/dev/nvidia[0-9]* \
    "$root"/dev/nvidiactl "$root"/dev/nvidia-uvm 2>/dev/null || true)"
  inotify
  fact databases "$(database_faults)"
  fact deployers "$(deployers)"
  garbage_facts
  for port in $ports; do fact "listener.$port" "$(listeners "$port")"; done
  fact models "$(model_places)"
  for unit in $units; do
    fact "starts.$unit" "$(sed -n 's/^ExecStart=\(..*\)/\1/p' \
      "$system/etc/systemd/system/$unit" 2>/dev/null | tail -n 1)"
  done
  tell_beside
  fact caches "$(cat "$folder/caches")"
  fact missed "$(cat "$folder/hidden")"
}
main </dev/null
