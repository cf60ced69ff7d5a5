# What may not change without a reboot: switch-inhibitors in the system, and the
# check of it that precedes each switch (nixos/modules/system/activation/
# switchable-system.nix).
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inhibitors = pkgs.writeText "switch-inhibitors" (
    builtins.toJSON config.system.switch.inhibitors
  );
in
{
  config.system = {
    preSwitchChecks.switchInhibitors = ''
      if [ "$2" = boot ]; then
        echo "Not checking switch inhibitors (action = $2)"
        exit
      fi
      echo -n "Checking switch inhibitors..."
      inhibitors() { # system
        cat "$1/switch-inhibitors" 2>/dev/null || echo "{}"
      }
      changes=$(
        inhibitors "$1" |
          ${pkgs.jq}/bin/jq -r \
            --argjson old "$(inhibitors /run/current-system)" '
            . as $new | $old | to_entries[] |
            select((.key | in($new)) and .value != $new[.key]) |
            "\(.key) : \(.value) -> \($new[.key])"'
      )
      if [ -z "$changes" ]; then
        echo " done"
        exit
      fi
      printf '\n%s\n\n%s\n\n' \
        "There are changes to critical components of the system:" \
        "$changes"
      echo "Switching into this system is not recommended."
      echo -n "You probably want to run 'nixos-rebuild boot' and reboot "
      printf '%s\n\n' "your system instead."
      echo "If you really want to switch into this configuration directly, then"
      printf '%s\n\n' \
        "you can set NIXOS_NO_CHECK=1 to ignore pre-switch checks."
      exit 1
    '';
    systemBuilderCommands = "ln -s ${inhibitors} $out/switch-inhibitors";
  };
}
