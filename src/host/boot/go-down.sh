# go-down.sh: reboots the host, from a unit that goes down with it.
# Inputs: none. Outputs: go_down; goes_down, whether it is on its way.
# needs: wake
# shellcheck shell=sh

goes_down() {
  [ "$(exec timeout 30 systemctl is-system-running 2>/dev/null)" = stopping ]
}

# go_down: returns when the host is still up after two minutes.
go_down() {
  sync
  systemctl --no-block reboot || return 0
  wait_until 120 false || true
}
