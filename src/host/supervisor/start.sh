# start.sh: takes the deploy lock and starts a supervisor and its dead-man.
# Inputs: the order's variables; supervise_text, deadman_text, restore_text,
# switch_text: the scripts that they run.
# Outputs: fact record; or fact refused: lock-held (record-facts.sh's), busy
# (units), changed (changed, now.KEY), missing (missing), over (it was rejected
# before), no-start (full). Exit: 0.
# needs: prelude cgroup closing loader lock mutex order-of order-record own-unit
# needs: record record-facts systems
# shellcheck shell=sh
: "${id:?}" "${candidate:?}" "${goal:?}" "${nonce:?}" "${who?}" "${reason?}"
: "${old_system:?}" "${old_profile?}" "${old_generation?}" "${old_default?}"
: "${booted_expected?}" "${boot_id_expected:?}" "${driver_expected?}"
: "${supervise_text:?}" "${deadman_text:?}" "${switch_text:?}" "${root?}"
: "${restore_text:?}"
: "${directory:?}" "${system?}" "${state_root:?}" "${lock:?}" "${nl:?}"
: "${record=}" "${busy=}"

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
  is_current "$old_system" ||
    differs current "$old_system" "$(current_system)"
  is_booted "$booted_expected" ||
    differs booted "$booted_expected" "$(booted_system)"
  is_profile "$old_profile" ||
    differs profile "$old_profile" "$(profile_system)"
  differs generation "$old_generation" "$(profile_generation)"
  differs boot-default "$old_default" "$(boot_default)"
  differs boot-id "$boot_id_expected" "$(boot_id)"
  differs driver "$driver_expected" "$(driver_module)"
  [ -n "$changed" ] || return 0
  fact changed "${changed# }"
  return 1
}

# Five old paths and the candidate; a collection meanwhile must not take them.
make_roots() {
  for kept in "boot-default:$old_default" "booted:$booted_expected" \
    "candidate:$candidate" "current:$old_system" "profile:$old_profile"; do
    case $kept in
      *:/nix/store/*)
        ln -sfn "${kept#*:}" "$roots/${kept%%:*}" || return 1 ;;
    esac
  done
}

write_scripts() {
  printf '%s' "$supervise_text" >"$directory/supervise.sh" || return 1
  printf '%s' "$deadman_text" >"$directory/deadman.sh" || return 1
  printf '%s' "$restore_text" >"$directory/restore.sh" || return 1
  printf '%s' "$switch_text" >"$directory/run-switch.sh" || return 1
  echo "number=$number" >"$directory/number" || return 1
  : >"$directory/output" || return 1
  # Given up when the disk is full, so that the last word still fits; and, there
  # and in /run, for the way back.
  head -c 16384 /dev/zero >"$directory/reserve" || return 1
  reserve "$room_reserve" "$directory/room" &&
    reserve "$run_reserve" "$run_folder/reserve" || return 1
  fsync "$directory/supervise.sh" "$directory/deadman.sh" \
    "$directory/restore.sh" "$directory/run-switch.sh" \
    "$directory/number" "$directory/reserve" "$directory"
}

# reserve BYTES FILE
reserve() {
  fallocate --length "$1" "$2" 2>/dev/null || head -c "$1" /dev/zero >"$2"
}

# begin: everything that needs room, before anything runs.
begin() {
  number=$(next_number)
  run_has_room || return 1
  mkdir -p "$roots" "$directory" "$run_folder" || return 1
  make_roots || return 1
  write_scripts || return 1
  record_set state starting || return 1
  lock_take "$who" "$reason"
}

# take_back: nothing is left of what could not begin.
take_back() {
  control stop "sdops-deadman-$id.timer" 2>/dev/null || true
  lock_release
  rm -rf "$roots" "${directory:?}" "${run_folder:?}" "$lock.$id"
}

# systemd refuses to reload with less than 16 MiB free in /run ("a safety
# buffer of 16M is enforced"); then nothing can be activated.
run_reserve=25165824
run_needed=16777216
# The old system's /etc, output, profile and app state.
room_reserve=4194304

# run_has_room: for the reserve, and for systemd besides.
run_has_room() {
  run_table=$(exec df -P -B1 "$root/run" 2>/dev/null) || true
  read -r _ _ _ run_free _ <<END
${run_table#*"$nl"}
END
  case $run_free in '' | *[!0-9]*) return 0 ;; esac
  [ "$run_free" -gt "$((run_reserve + run_needed))" ]
}

# without_room: the file systems, of those that a deployment writes to, that
# are full: "MOUNT-POINT BYTES-FREE" a line.
without_room() {
  run_has_room || df -P -B1 "$root/run" | awk 'NR == 2 { print $6, $4 }'
  df -P -B1 "$state_root" 2>/dev/null |
    awk 'NR == 2 && $4 < 8388608 { print $6, $4 }'
}

start_supervisor() { own_unit "sdops-deploy-$id" "$directory/supervise.sh"; }

# Of old deployments the last twenty are kept, of source trees the last ten.
prune() {
  set -- "$state_root"/deploys/*
  [ "$#" -le 20 ] || newest_first | tail -n +21 | while read -r old; do
    rm -rf "$state_root/deploys/$old"
  done
  set -- "$state_root"/sources/*
  [ "$#" -gt 10 ] || return 0
  # shellcheck disable=SC2012 # hashes
  for old in $(ls -t "$state_root/sources" 2>/dev/null | tail -n +11); do
    chmod -R u+w "$state_root/sources/$old"
    rm -rf "$state_root/sources/$old"
  done
}

start() {
  close_stale >&2
  roots=$root/nix/var/nix/gcroots/sdops/$id
  run_folder=$root/run/sdops/$id
  if [ -e "$directory" ]; then refuse over && return; fi
  if lock_there; then
    refuse lock-held
    record_facts
    return
  fi
  see_units
  if [ -n "$busy" ]; then refuse busy && fact units "$busy" && return; fi
  if ! check_changed; then refuse changed && return; fi
  if ! nix-store --check-validity "$candidate" 2>/dev/null ||
    [ ! -x "$candidate/bin/switch-to-configuration" ]; then
    refuse missing
    fact missing "$candidate"
    return
  fi
  prune || true
  # The dead-man first, so that no supervisor is ever without one.
  if begin && start_deadman && start_supervisor; then
    record_read
    fact record "${record#"$nl"}"
    return
  fi
  full=$(without_room)
  take_back
  refuse no-start
  fact full "$full"
}

main() {
  umask 077
  exclusively start
}
main </dev/null
