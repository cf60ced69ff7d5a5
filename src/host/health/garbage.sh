# garbage.sh: what keeps store paths, and what collects the others.
# Inputs: root. Outputs: garbage_facts: facts gc.folders (lines NUMBER FOLDER,
# where the most links are, then the number of all), gc.collected (seconds since
# 1970), gc.timers (units).
# needs: prelude
# shellcheck shell=sh
: "${root?}"

# live_roots: how many links that keep store paths lie where; those that lead
# nowhere keep nothing.
live_roots() {
  find "$root/nix/var/nix/gcroots/auto" -maxdepth 1 -type l ! -xtype l \
    -printf '%l\n' 2>/dev/null | sed 's|/[^/]*$||' | awk '
      { links[$0]++ }
      END { for (folder in links) print links[folder], folder }' | sort -rn
}

garbage_facts() {
  fact gc.folders "$(live_roots |
    awk '{ all += $1 } NR < 4 { print } END { print all + 0 }')"
  # A collection makes this socket anew.
  ! collected=$(stat -c %Y "$root/nix/var/nix/gc-socket/socket" 2>/dev/null) ||
    fact gc.collected "$collected"
  fact gc.timers "$(systemctl list-units --plain --no-legend --no-pager \
    --full --all --state=active nix-gc.timer nh-clean.timer 2>/dev/null |
    awk '{ print $1 }')"
}
