# deployers.sh: who else deploys to this host.
# Outputs: deployers.
# needs: nothing
# shellcheck shell=sh

# Prints the units of others that deploy, such as nixos-upgrade.timer.
deployers() {
  systemctl list-units --plain --no-legend --no-pager --full --all \
    --state=active,activating,waiting bento-upgrade.timer \
    cachix-agent.service comin.service nixos-upgrade.timer \
    pull-updates.timer 2>/dev/null | awk '{ print $1 }' | tr '\n' ' '
}
