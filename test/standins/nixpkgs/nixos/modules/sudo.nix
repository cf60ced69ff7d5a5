# /etc/sudoers. What lies in /etc/sdlab/sudoers.d has the last word: there a
# rehearsal host's flavours say that a password is wanted.
{ config, lib, ... }:
let
  cfg = config.security.sudo;
in
{
  config = lib.mkIf cfg.enable {
    environment.etc.sudoers = {
      mode = "0440";
      text = ''
        # Written by the system; change its configuration instead.
        Defaults env_keep+=NIXOS_NO_CHECK
        Defaults secure_path="/run/wrappers/bin:/run/current-system/sw/bin"
        root ALL=(ALL:ALL) SETENV: ALL
        %wheel ALL=(ALL:ALL) ${
          lib.optionalString (!cfg.wheelNeedsPassword) "NOPASSWD: "
        }SETENV: ALL
        ${cfg.extraConfig}
        @includedir /etc/sdlab/sudoers.d
      '';
    };
    # A wrapper, because files of the store have no set-user-id bit, and on a
    # mount of its own, because /run is nosuid.
    system.activationScripts.wrappers = {
      deps = [ "specialfs" ];
      text = ''
        mkdir -p /run/wrappers
        mountpoint -q /run/wrappers ||
          mount -t tmpfs -o mode=755,nodev,size=64m tmpfs /run/wrappers
        mkdir -p /run/wrappers/bin
        if ! cmp -s /usr/bin/sudo /run/wrappers/bin/sudo; then
          install -m 4511 /usr/bin/sudo /run/wrappers/bin/sudo.new
          mv /run/wrappers/bin/sudo.new /run/wrappers/bin/sudo
        fi
      '';
    };
  };
}
