# /etc/sudoers. What lies in /etc/sdlab/sudoers.d has the last word: there a
# rehearsal host's flavours say that a password is wanted.
{ config, lib, ... }:
let
  cfg = config.security.sudo;
  everything = opts: [
    {
      command = "ALL";
      options = opts ++ cfg.defaultOptions;
    }
  ];
  numbered = sign: who: sign + (if builtins.isInt who then "#" else "");
  written =
    sign: rule: who:
    "${numbered sign who}${toString who} ${rule.host}=(${rule.runAs}) "
    + lib.concatStringsSep ", " (map command rule.commands);
  command =
    one:
    if builtins.isString one then
      one
    else
      lib.concatMapStrings (option: "${option}:") one.options
      + " ${one.command}";
  lines =
    rule:
    map (written "" rule) rule.users ++ map (written "%" rule) rule.groups;
in
{
  config = lib.mkIf cfg.enable {
    # In nixpkgs' order: sudo.nix, switchable-system.nix.
    security.sudo = {
      extraConfig = "Defaults env_keep+=NIXOS_NO_CHECK";
      extraRules = lib.mkMerge [
        (lib.mkOrder 400 [
          {
            users = [ "root" ];
            commands = everything [ ];
          }
        ])
        (lib.mkOrder 600 [
          {
            groups = [ "wheel" ];
            commands = everything (
              lib.optional (!cfg.wheelNeedsPassword) "NOPASSWD"
            );
          }
        ])
      ];
    };
    environment.etc.sudoers = {
      mode = "0440";
      text = ''
        # Written by the system; change its configuration instead.
        Defaults secure_path="/run/wrappers/bin:/run/current-system/sw/bin"
        ${lib.concatStringsSep "\n" (lib.concatMap lines cfg.extraRules)}
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
