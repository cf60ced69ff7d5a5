# The SSH daemon: Debian's binary, NixOS' configuration file. Looser than NixOS
# in what many tests at once need: MaxStartups, PerSourcePenalties.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.openssh;
  openPorts = lib.optionals cfg.openFirewall cfg.ports;
  show =
    value:
    if value == true then
      "yes"
    else if value == false then
      "no"
    else if builtins.isList value then
      lib.concatStringsSep " " value
    else
      toString value;
  settings = lib.filterAttrs (_: v: v != null) cfg.settings;
  keys = lib.filterAttrs (
    _: u:
    u.openssh.authorizedKeys.keys != [ ]
    || u.openssh.authorizedKeys.keyFiles != [ ]
  ) config.users.users;
in
{
  config = lib.mkIf cfg.enable {
    environment.etc = {
      "ssh/sshd_config".text =
        lib.concatLines (
          [
            "AcceptEnv LANG LC_*"
            "AuthorizedKeysFile ${toString cfg.authorizedKeysFiles}"
          ]
          ++ map (key: "HostKey ${key.path}") cfg.hostKeys
          ++ [
            "LogLevel VERBOSE"
            "MaxSessions 50"
            "MaxStartups 100:30:200"
            "PerSourcePenalties no"
          ]
          ++ map (port: "Port ${toString port}") cfg.ports
          ++ [
            "PrintMotd no"
            "SetEnv PATH=/run/wrappers/bin:/run/current-system/sw/bin"
            "Subsystem sftp /usr/lib/openssh/sftp-server"
          ]
          ++ lib.mapAttrsToList (
            name: value: "${name} ${show value}"
          ) settings
        )
        + cfg.extraConfig;
    }
    // lib.mapAttrs' (
      name: user:
      lib.nameValuePair "ssh/authorized_keys.d/${name}" {
        mode = "0444";
        text = lib.concatLines (
          user.openssh.authorizedKeys.keys
          ++ map builtins.readFile user.openssh.authorizedKeys.keyFiles
        );
      }
    ) keys;
    networking.firewall.allowedTCPPorts = openPorts;
    services.openssh = {
      authorizedKeysFiles =
        lib.optional cfg.authorizedKeysInHomedir "%h/.ssh/authorized_keys"
        ++ [ "/etc/ssh/authorized_keys.d/%u" ];
      settings = {
        UseDns = lib.mkDefault false;
        UsePAM = lib.mkDefault true;
      };
    };
    systemd.services.sshd = {
      after = [ "network.target" ];
      description = "SSH Daemon";
      restartTriggers = [
        config.environment.etc."ssh/sshd_config".source
      ];
      serviceConfig = {
        ExecStart = "${pkgs.openssh}/bin/sshd -D -f /etc/ssh/sshd_config";
        KillMode = "process";
        Restart = "always";
        RuntimeDirectory = "sshd";
        RuntimeDirectoryPreserve = true;
        Type = "notify";
      };
      stopIfChanged = false;
      wantedBy = [ "multi-user.target" ];
    };
  };
}
