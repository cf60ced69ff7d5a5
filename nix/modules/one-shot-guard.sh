# one-shot-guard.sh: goes back from a candidate that was booted once and isn't
# committed when its deadline is over.
# Inputs: $1 arm or strike; of strike: $2 the deployment; root; self, the
# command that strike is run by; loader.sh's boot_default.
# Exit: 0; 1 when what must be done can't be.
#
# Both mistakes are bad: to stay in a candidate that nobody can reach, and to
# reboot for ever. So it goes back only if the record is whole and says so, by
# these rules:
# - Any doubt about the record means no reboot: cut short, of another system or
#   of this boot, final, or gone. A host is worked on with a record, so one that
#   can't be read is no order to reboot.
# - The loader leads back, since the default is the old system. Where it names
#   the candidate, a reboot would lead here again: none. The profile says
#   nothing: a one-shot boot needs the candidate in it from the start.
# - A loader that can't be read, or was misread, may lead here again. So a
#   record gets one reboot in all, and its mark is on the disk and read back
#   before it; a mark that can't be written means no reboot. Each record has at
#   most one reboot, so there is no loop whatever the loader does.
# shellcheck shell=sh
: "${root?}" "${self:?}"
set -u
export LC_ALL=C
deploys=$root/nix/var/sdops/deploys

say() { printf 'sdops: %s\n' "$*" >&2; }

# of KEY: the value in the record of $id.
of() { sed -n "s/^$1=//p" "$deploys/$id/record" 2>/dev/null | head -n 1; }

# The link's own words, should the system that it names be out of reach.
booted() {
  readlink -f "$root/run/booted-system" 2>/dev/null ||
    readlink "$root/run/booted-system"
}

# uncommitted: whether $id is of a system that was booted once, this one.
uncommitted() {
  case $id in '' | *[!A-Za-z0-9-]*) return 1 ;; esac
  [ "$(of id)" = "$id" ] || return 1
  [ -n "$(of nonce)" ] || return 1
  candidate=$(of candidate)
  [ -n "$candidate" ] && [ "$candidate" = "$(booted)" ] || return 1
  before=$(of boot-id)
  now=$(cat "$root/proc/sys/kernel/random/boot_id")
  [ -n "$before" ] && [ -n "$now" ] || return 1
  case $(of state) in
    booting) [ "$before" != "$now" ] ;;
    # Its supervisor has taken it up on this boot, and may have died since.
    committing | gating | rolling-back)
      [ "$(of goal)" = reboot ] && [ "$before" = "$now" ] ;;
    *) return 1 ;;
  esac
}

# hold_queue: the jobs that wait are given back once it is decided.
hold_queue() {
  mkdir -p "$root/run/sdops/$id"
  : >"$root/run/sdops/$id/queue-held"
}

# deadline: seconds; without a number, those of a gate and of a contact
# (src/limits.ts). An hour at most: nobody waits longer for a host.
deadline() {
  seconds=$(of boot-deadline)
  case $seconds in
    '' | 0* | *[!0-9]*) seconds=420 ;;
    ?????*) seconds=3600 ;;
  esac
  [ "$seconds" -le 3600 ] || seconds=3600
  echo "$seconds"
}

# marked: whether the record had its reboot.
marked() { [ -e "$deploys/$id/guard-reboot" ]; }

write_mark() {
  mark=$deploys/$id/guard-reboot
  printf '%s\n' "$now" >"$mark.new" || return 1
  sync "$mark.new" 2>/dev/null || sync
  mv -f "$mark.new" "$mark" || return 1
  sync "$deploys/$id" 2>/dev/null || sync
  [ "$(cat "$mark")" = "$now" ]
}

# write_mark; on a full disk the record's reserve makes room for it.
mark_reboot() {
  write_mark && return
  rm -f "$deploys/$id/reserve"
  write_mark
}

# A timer of its own, which no switch and no daemon-reload touches. One that
# runs already is as good.
arm() {
  failed=0
  for folder in "$deploys"/*/; do
    id=${folder%/}
    id=${id##*/}
    uncommitted || continue
    if marked; then
      say "$id: it was rebooted out of once already; the rest is up to you"
      continue
    fi
    hold_queue || say "$id: the queue can't be held back"
    timer=sdops-one-shot-$id
    ! systemctl --quiet is-active "$timer.timer" || continue
    # Nothing is required: it fires in an emergency shell as well.
    if systemd-run --quiet --collect --unit="$timer" \
      --on-active="$(deadline)s" --timer-property=AccuracySec=1s \
      --timer-property=DefaultDependencies=no \
      --property=DefaultDependencies=no \
      --property=OOMScoreAdjust=-900 "$self" strike "$id"; then
      say "$id: going back in $(deadline) s unless it is committed"
    else
      say "$id: no timer could be started, so there is no way back"
      failed=1
    fi
  done
  return "$failed"
}

# The record is read anew: it may have been committed meanwhile.
strike() {
  id=$1
  uncommitted || return 0
  if marked; then return 0; fi
  default=$(boot_default 2>/dev/null) || default='unknown: it failed'
  if [ "$default" = "$candidate" ]; then
    say "$id: the boot default is this system; a reboot can't help"
    return 0
  fi
  if ! mark_reboot; then
    say "$id: can't write the mark, so there is no reboot"
    return 1
  fi
  # Writing takes its time on a slow disk.
  uncommitted || return 0
  say "$id: not committed in time; rebooting into $default"
  systemctl --no-block reboot || systemctl --force reboot
}

case ${1:-} in
  arm) arm ;;
  strike) strike "${2:-}" ;;
  *) exit 1 ;;
esac
