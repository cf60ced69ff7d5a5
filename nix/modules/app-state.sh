# app-state.sh: before apps start: where the host was to have a candidate and
# has booted the old system instead (a power cut, its guard), the state that the
# candidate's apps have written is replaced by what was saved before.
# Inputs: root, nl; saved-state.sh. Exit: 0; 1: not all could be put back.
# shellcheck shell=sh
: "${root?}" "${nl:?}" "${left_folders=}"
deploys=$root/nix/var/sdops/deploys

say() { printf 'sdops: %s\n' "$*" >&2; }

# of KEY: the value in the record in $folder.
of() { sed -n "s/^$1=//p" "$folder/record" 2>/dev/null | head -n 1; }

# turned_back: whether the deployment in $folder has ended with this boot, and
# the candidate doesn't run. Who looks at the record next closes it.
turned_back() {
  [ -n "$(of nonce)" ] || return 1
  case $(of state) in
    activating | booting | committing | gating | rolling-back) ;;
    *) return 1 ;;
  esac
  before=$(of boot-id)
  [ -n "$before" ] &&
    [ "$before" != "$(cat "$root/proc/sys/kernel/random/boot_id")" ] ||
    return 1
  now=$(readlink -f "$root/run/current-system" 2>/dev/null ||
    readlink "$root/run/current-system") || return 1
  [ "$now" != "$(of candidate)" ] || return 1
  [ "$now" = "$(of current)" ] || [ "$now" = "$(of boot-default)" ]
}

put_back() {
  failed=0
  for folder in "$deploys"/*/; do
    folder=${folder%/}
    left_over "$folder"
    [ -n "$left_folders" ] || continue
    turned_back || continue
    whole=1
    while read -r saved; do
      [ -n "$saved" ] || continue
      read -r unit <"$saved/unit"
      if put_family "$saved"; then
        say "restored the state of $unit"
      else
        say "the state of $unit could not be restored from $saved"
        whole=0 failed=1
      fi
    done <<END
$left_folders
END
    [ "$whole" = 0 ] || state_is_back "$folder"
  done
  return "$failed"
}

put_back
