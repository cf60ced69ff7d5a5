# mend.sh: one cure that takes nothing from anybody.
# Inputs: action (nodes: make the driver's device nodes; restart, start: a
# unit), unit (its name, for the last two). Exit: that of the cure.
# needs: prelude
# shellcheck shell=sh
: "${action:?}" "${unit?}"

main() {
  say "$action $unit"
  case $action in
    nodes) nvidia-modprobe -c 0 -u ;;
    restart) systemctl restart "$unit" ;;
    start)
      # One that failed too often isn't started again by itself.
      systemctl reset-failed "$unit" 2>/dev/null || true
      systemctl start "$unit"
      ;;
    *) return 2 ;;
  esac
}
main </dev/null
