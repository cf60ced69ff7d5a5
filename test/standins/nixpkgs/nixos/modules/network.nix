# The host's name. Addresses are the rehearsal network's matter, and packets
# are not filtered: the firewall's ports are in /etc/sdlab-firewall.json for
# tests to read.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.networking;
  addresses = lib.mapAttrsToList (
    address: names: "${address} ${toString names}"
  ) cfg.hosts;
in
{
  config = {
    environment.etc = {
      "sdlab-firewall.json".text = builtins.toJSON {
        inherit (cfg.firewall) allowedTCPPorts allowedUDPPorts enable;
      };
      hostname = lib.mkIf (cfg.hostName != "") {
        text = cfg.hostName + "\n";
      };
      hosts.text =
        lib.concatLines (
          [
            "127.0.0.1 localhost"
            "::1 localhost"
          ]
          ++ addresses
        )
        + cfg.extraHosts;
    };
    system.activationScripts.hostname = lib.mkIf (cfg.hostName != "") {
      deps = [ "etc" ];
      text = ''${pkgs.hostname}/bin/hostname "${cfg.hostName}"'';
    };
  };
}
