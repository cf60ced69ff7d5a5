# probe.sh: every fact that a plan needs, in one go; leaves no trace.
# Inputs: units (names of systemd units to look at, may be empty).
# Outputs: facts, see probe-schema.ts. A fact that can't be had is left out,
# and <key>.error says why. Exit: 0.
# shellcheck shell=sh
: "${root?}" "${state_root:?}" "${system?}"

# try KEY COMMAND…: its output as a fact, or its last line as the reason.
try() {
  key=$1
  shift
  if answer=$("$@" 2>"$folder/$key.reason" </dev/null); then
    fact "$key" "$answer"
  else
    fact "$key.error" "$(tail -n 3 "$folder/$key.reason" | tr -d '\000')"
  fi
}

# Nix tells about the store on stderr.
say_all() { timeout 20 "$@" 2>&1; }

# free_bytes FOLDER: for root; -B1 keeps small file systems exact.
# size_bytes FOLDER: of the whole file system.
free_bytes() { df -P -B1 "$1" | awk 'NR == 2 { print $4 }'; }
size_bytes() { df -P -B1 "$1" | awk 'NR == 2 { print $2 }'; }

system_facts() {
  nixos=0
  if [ -e "$root/etc/NIXOS" ] ||
    grep -qi '^ID="\{0,1\}nixos"\{0,1\}$' "$root/etc/os-release" 2>/dev/null
  then nixos=1; fi
  fact nixos "$nixos"
  fact uid "$(id -u)"
  try nixos-version timeout 20 nixos-version --json
  fact kernel "$(uname -r)"
  fact architecture "$(uname -m)"
  fact hostname "$(cat "$root/proc/sys/kernel/hostname" 2>/dev/null || true)"
  try machine-id cat "$root/etc/machine-id"
  fact current "$(current_system)"
  fact booted "$(booted_system)"
  fact profile "$(profile_system)"
  fact generation "$(profile_generation)"
  fact boot-default "$(boot_default)"
  fact kernel-path.current "$(resolved "$root/run/current-system/kernel")"
  fact kernel-path.booted "$(resolved "$root/run/booted-system/kernel")"
  fact inhibitors "$(cat "$system/switch-inhibitors" 2>/dev/null || true)"
  if [ -f "$system/etc/sdops/host.json" ]; then
    fact host-file "$(cat "$system/etc/sdops/host.json")"
  fi
  # shellcheck disable=SC2012 # their names are hashes
  fact sources "$(ls "$state_root/sources" 2>/dev/null | tr '\n' ' ')"
}

machine_facts() {
  fact cores "$(nproc)"
  fact memory "$(awk '/^MemTotal:/ { printf "%.0f", $2 * 1024 }' \
    "$root/proc/meminfo")"
  for place in nix boot; do
    [ -d "$root/$place" ] || continue
    if free=$(free_bytes "$root/$place" 2>/dev/null); then
      fact "free.$place" "$free"
      fact "size.$place" "$(size_bytes "$root/$place")"
    else
      fact "free.$place.error" "df cannot tell"
    fi
  done
}

# What Nix is set to do without flags of ours, as doctor judges it.
nix_settings() {
  flag='--extra-experimental-features nix-command'
  # shellcheck disable=SC2086 # two words
  { timeout 5 nix $flag config show || timeout 5 nix $flag show-config; } |
    sed -n -E '/^(allowed-users|builders|experimental-features|max-jobs) =/p
      /^(require-sigs|substituters|trusted-public-keys) =/p'
  # Builders of the host's own.
  if [ -s "$root/etc/nix/machines" ]; then echo 'machines = yes'; fi
}

nix_facts() {
  if ! command -v nix >/dev/null; then
    fact nix-version.error "there is no nix in PATH"
    return 0
  fi
  try nix-version timeout 20 nix --version
  try store-info say_all nix --extra-experimental-features \
    'nix-command flakes' store info --store daemon
  # Root's own, which may do without the daemon.
  try own-store-info say_all nix --extra-experimental-features \
    'nix-command flakes' store info
  try nix-settings nix_settings
  if [ -n "$system" ] && nix-store --check-validity "$system" 2>/dev/null; then
    fact store-valid 1
  else
    fact store-valid 0
  fi
}

main() {
  umask 077
  # /run is memory: a full disk must not keep the probe from saying so.
  folder=$(mktemp -d -p "$root/run" sdops.XXXXXX 2>/dev/null || mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  # What waits goes on side by side; each writes to a file of its own.
  for part in driver_facts nix_facts unit_facts; do
    { "$part" || fact "$part.error" "it ended early"; } \
      >"$folder/$part.facts" 2>"$folder/$part.log" &
  done
  system_facts
  machine_facts
  record_facts
  wait
  cat "$folder"/*.facts
}
main </dev/null
