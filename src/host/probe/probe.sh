# probe.sh: every fact that a plan needs, in one go; leaves no trace. It forks
# as much on a host with many generations, records and devices as on a new one.
# Inputs: units (names of systemd units to look at, may be empty), store (1:
# what doctor asks of Nix' store, too).
# Outputs: facts, see probe-schema.ts. A fact that can't be had is left out,
# and <key>.error says why. Exit: 0; 1 if a part was killed or found no room.
# needs: prelude contents loader own-folder probe-gpu probe-units record-facts
# needs: run-nix side-by-side systems
# shellcheck shell=sh
: "${root?}" "${state_root:?}" "${system?}" "${nl:?}" "${content?}"
: "${folder=}"

# try KEY COMMAND…: its output as a fact, or its last lines as the reason; one
# that ran into its time limit is late, which says nothing of what it asked.
try() {
  key=$1
  shift
  if answer=$("$@" 2>"$folder/$key.reason" </dev/null); then
    fact "$key" "$answer"
  elif [ "$?" = 124 ]; then
    fact "$key.late" 1
    fact "$key.error" "no answer in time"
  else
    fact "$key.error" "$(tail -n 3 "$folder/$key.reason" | tr -d '\000')"
  fi
}

# store_info SECONDS WORDS…: Nix tells about the store on stderr. The reason of
# what fails is what it said.
store_info() {
  limit=$1
  shift
  if said=$(nix_within "$limit" store info "$@" 2>&1); then
    printf '%s\n' "$said"
  else
    code=$?
    printf '%s\n' "$said" >&2
    return "$code"
  fi
}

# What the links that matter lead to; nothing for one that leads nowhere.
link_facts() {
  set --
  keys=
  while read -r key link; do
    [ -e "$root$link" ] || continue
    keys="$keys $key"
    set -- "$@" "$root$link"
  done <<END
current /run/current-system
booted /run/booted-system
profile /nix/var/nix/profiles/system
kernel-path.current /run/current-system/kernel
kernel-path.booted /run/booted-system/kernel
library /run/opengl-driver/lib/libnvidia-ml.so.1
END
  [ "$#" -gt 0 ] || return 0
  found=$(readlink -f "$@")
  for key in $keys; do
    path=${found%%"$nl"*}
    found=${found#*"$nl"}
    case $key in
      library)
        key=nvidia.library path=${path##*.so.}
        case $path in [!0-9]* | *[!0-9.]*) continue ;; esac ;;
    esac
    fact "$key" "$path"
  done
  number=$(profile_generation)
  fact generation "$number"
  # Each boot makes the first of these links anew, never a generation's.
  link=/run/current-system
  ! is_profile "$system" || link=/nix/var/nix/profiles/system-$number-link
  ! since=$(exec stat -c %Y "$root$link" 2>/dev/null) ||
    fact system-since "$since"
}

system_facts() {
  nixos=0
  if [ -e "$root/etc/NIXOS" ] ||
    grep -qi '^ID="\{0,1\}nixos"\{0,1\}$' "$root/etc/os-release" 2>/dev/null
  then nixos=1; fi
  fact nixos "$nixos"
  fact architecture "$(uname -m)"
  first_line "$root/proc/sys/kernel/osrelease"
  fact kernel "$content"
  first_line "$root/proc/sys/kernel/hostname"
  fact hostname "$content"
  first_line "$root/proc/uptime"
  [ -z "$content" ] || fact uptime "${content%% *}"
  link_facts
  fact boot-default "$(boot_default)"
  contents "$system/switch-inhibitors"
  fact inhibitors "$content"
  [ ! -f "$system/etc/sdops/host.json" ] || fact host-file "$host_file"
  pushed=
  for source in "$state_root"/sources/*; do
    [ ! -e "$source" ] || pushed="$pushed ${source##*/}"
  done
  fact sources "${pushed# }"
  try nixos-version timeout 20 nixos-version --json
}

# queue_facts: jobs of ComfyUI that are on the disk, those that it has refused,
# and apps that wait to be restarted until they have nothing to do.
queue_facts() {
  set -- "$state_root"/queue/[0-9]*.json
  [ ! -e "$1" ] || fact queue.saved "$#"
  set -- "$state_root"/queue/refused/*.json
  [ ! -e "$1" ] || fact queue.refused "$#"
  restarts=
  for pending in "$root"/run/sdops/pending/*.service; do
    [ ! -e "$pending" ] || restarts="$restarts ${pending##*/}"
  done
  fact restarts "${restarts# }"
}

# Free bytes are root's; -B1 keeps small file systems exact.
disk_facts() {
  set --
  for place in nix boot; do
    [ ! -d "$root/$place" ] || set -- "$@" "$root/$place"
  done
  [ "$#" -gt 0 ] || return 0
  df -B1 --output=file,avail,size "$@" 2>/dev/null |
    while read -r place free size; do
      place=${place##*/}
      case $place in nix | boot) ;; *) continue ;; esac
      fact "free.$place" "$free"
      fact "size.$place" "$size"
    done
}

# What Nix is set to do without flags of ours, as doctor judges it.
nix_settings() {
  flag='--extra-experimental-features nix-command'
  # shellcheck disable=SC2086 # two words
  { timeout 5 nix $flag config show || timeout 5 nix $flag show-config; } |
    sed -n -E '/^(allowed-users|builders|experimental-features|max-jobs) =/p
      /^(min-free|require-sigs|substituters|trusted-public-keys) =/p'
  # Builders of the host's own.
  if [ -s "$root/etc/nix/machines" ]; then echo 'machines = yes'; fi
}

nix_facts() {
  if ! command -v nix >/dev/null; then
    fact nix-version.error "nix is not on PATH"
    return 0
  fi
  try nix-version timeout 20 nix --version
  try nix-settings nix_settings
}

# The daemon may have to be started first.
daemon_facts() {
  [ "${store:-0}" = 1 ] && command -v nix >/dev/null || return 0
  try store-info store_info 40 --store daemon
}

# Root's own store, which may do without the daemon. That a path isn't valid is
# what Nix says, not how it exits.
store_facts() {
  [ "${store:-0}" = 1 ] && command -v nix >/dev/null || return 0
  try own-store-info store_info 20
  [ -n "$system" ] || return 0
  if said=$(within 20 nix-store --check-validity "$system" 2>&1); then
    fact store-valid 1
  else
    case $said in *"is not valid"*) fact store-valid 0 ;; esac
  fi
}

main() {
  umask 077
  memory_folder
  contents "$system/etc/sdops/host.json"
  # shellcheck disable=SC2034 # probe-units.sh's
  host_file=$content
  # What waits goes on side by side.
  for part in daemon_facts driver_facts nix_facts store_facts unit_facts; do
    beside "$part"
  done
  system_facts
  disk_facts
  queue_facts
  record_facts
  tell_beside
}
main </dev/null
