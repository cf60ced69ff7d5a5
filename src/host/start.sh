# start.sh: takes the deploy lock and starts a supervisor and its dead-man.
# Inputs: the order's variables; supervise_text, deadman_text, switch_text: the
# scripts that they run.
# Outputs: fact record; or fact refused: lock-held (holder.…), busy (units),
# changed (changed, now.KEY), missing (missing). Exit: 0.
# shellcheck shell=sh
: "${id:?}" "${candidate:?}" "${goal:?}" "${nonce:?}" "${who?}" "${reason?}"
: "${old_system:?}" "${old_profile?}" "${old_generation?}" "${old_default?}"
: "${booted_expected?}" "${boot_id_expected:?}" "${driver_expected?}"
: "${supervise_text:?}" "${deadman_text:?}" "${switch_text:?}" "${root?}"
: "${directory:?}" "${system?}" "${state_root:?}" "${lock:?}"

refuse() { fact refused "$1"; }

# differs KEY EXPECTED NOW
differs() {
  [ "$2" != "$3" ] || return 0
  # What can't be read is the same, whatever is said of it.
  case $2:$3 in unknown*:unknown*) return 0 ;; esac
  changed="$changed $1"
  fact "now.$1" "$3"
}

check_changed() {
  changed=''
  differs current "$old_system" "$(current_system)"
  differs booted "$booted_expected" "$(booted_system)"
  differs profile "$old_profile" "$(profile_system)"
  differs generation "$old_generation" "$(profile_generation)"
  differs boot-default "$old_default" "$(boot_default)"
  differs boot-id "$boot_id_expected" "$(boot_id)"
  differs driver "$driver_expected" "$(driver_module)"
  [ -n "$changed" ] || return 0
  fact changed "${changed# }"
  return 1
}

# Others that are about to switch, or do.
busy_units() {
  control list-units --plain --no-legend --no-pager --full \
    --state=active,activating,deactivating \
    'nixos-rebuild-switch-to-configuration*' nixos-upgrade.service |
    awk '{ printf "%s%s", (NR > 1 ? " " : ""), $1 }'
}

# Five old paths and the candidate; a collection meanwhile must not take them.
make_roots() {
  roots=$root/nix/var/nix/gcroots/sdops/$id
  mkdir -p "$roots"
  for kept in "boot-default:$old_default" "booted:$booted_expected" \
    "candidate:$candidate" "current:$old_system" "profile:$old_profile"; do
    case $kept in
      *:/nix/store/*) ln -sfn "${kept#*:}" "$roots/${kept%%:*}" ;;
    esac
  done
}

write_scripts() {
  printf '%s' "$supervise_text" >"$directory/supervise.sh"
  printf '%s' "$deadman_text" >"$directory/deadman.sh"
  printf '%s' "$switch_text" >"$directory/run-switch.sh"
  : >"$directory/output"
  # Given up when the disk is full, so that the last word still fits.
  head -c 16384 /dev/zero >"$directory/reserve"
  fsync "$directory/supervise.sh" "$directory/deadman.sh" \
    "$directory/run-switch.sh" "$directory/reserve" "$directory"
}

start_supervisor() {
  unit_shell=$system/sw/bin/sh
  [ -x "$unit_shell" ] || unit_shell=/bin/sh
  systemd-run --quiet --collect --unit="sdops-deploy-$id" \
    --property=KillMode=control-group --property=TimeoutStopSec=10 \
    --property=OOMScoreAdjust=-900 \
    --property=StandardOutput="append:$directory/output" \
    --property=StandardError="append:$directory/output" \
    "$unit_shell" "$directory/supervise.sh" </dev/null
}

# Of old deployments the last twenty are kept, of source trees the last ten.
prune() {
  # shellcheck disable=SC2012 # ids are of [a-z0-9-]
  for old in $(ls -t "$state_root/deploys" | tail -n +21); do
    rm -rf "$state_root/deploys/$old"
  done
  # shellcheck disable=SC2012 # hashes
  for old in $(ls -t "$state_root/sources" 2>/dev/null | tail -n +11); do
    chmod -R u+w "$state_root/sources/$old"
    rm -rf "$state_root/sources/$old"
  done
}

start() {
  close_stale >&2
  if [ -e "$lock" ] || [ -e "$directory" ]; then
    refuse lock-held
    holder_facts
    return
  fi
  units=$(busy_units)
  if [ -n "$units" ]; then refuse busy && fact units "$units" && return; fi
  if ! check_changed; then refuse changed && return; fi
  make_roots
  if ! nix-store --check-validity "$candidate" 2>/dev/null ||
    [ ! -x "$candidate/bin/switch-to-configuration" ]; then
    rm -rf "$roots"
    refuse missing
    fact missing "$candidate"
    return
  fi
  prune
  mkdir -p "$directory" "$root/run/sdops/$id"
  write_scripts
  record_set id "$id" state starting goal "$goal" nonce "$nonce" who "$who" \
    reason "$reason" boot-id "$boot_id_expected" started "$(date +%s)" \
    candidate "$candidate" current "$old_system" profile "$old_profile" \
    generation "$old_generation" boot-default "$old_default" \
    booted "$booted_expected"
  lock_take "$who" "$reason"
  # The dead-man first, so that no supervisor is ever without one.
  start_deadman
  start_supervisor
  fact record "$(cat "$directory/record")"
}

main() {
  umask 077
  exclusively start
}
main </dev/null
