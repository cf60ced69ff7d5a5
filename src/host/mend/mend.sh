# mend.sh: one cure that takes nothing from anybody.
# Inputs: action (forget: what Nix remembers of caches; nodes: make the driver's
# device nodes; restart, start: a unit), unit (its name, for the last two), root
# (optional). Exit: that of the cure.
# needs: prelude
# shellcheck shell=sh
: "${root?}" "${action:?}" "${unit?}"

main() {
  say "$action $unit"
  case $action in
    # Whoever has it open keeps it until they end.
    forget) rm -f "$root"/root/.cache/nix/binary-cache-v*.sqlite ;;
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
