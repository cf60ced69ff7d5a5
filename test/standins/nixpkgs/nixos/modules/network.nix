# The host's name, and the firewall by nftables, as a table of its own; NixOS
# has more chains and says the same. Addresses are the rehearsal network's
# matter.
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

  accept =
    what: all:
    lib.optionalString (all != [ ]) ''
      ${what} { ${lib.concatMapStringsSep ", " toString all} } accept
    '';
  # Made and deleted first, so that a reload leaves nothing of before.
  rules = pkgs.writeText "firewall.nft" ''
    table inet nixos-fw { }
    delete table inet nixos-fw
    table inet nixos-fw {
      chain input {
        type filter hook input priority filter; policy drop;
        ct state established,related accept
        ${accept "iifname" (
          map (name: ''"${name}"'') (
            [ "lo" ] ++ cfg.firewall.trustedInterfaces
          )
        )}
        ${lib.optionalString cfg.firewall.allowPing (
          "icmp type echo-request accept"
        )}
        icmpv6 type != { nd-redirect, 139 } accept
        ${accept "tcp dport" cfg.firewall.allowedTCPPorts}
        ${accept "udp dport" cfg.firewall.allowedUDPPorts}
      }
    }
  '';
  load = "${pkgs.nftables}/bin/nft -f ${rules}";
in
{
  config = {
    environment.etc = {
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
    systemd.services.firewall = lib.mkIf cfg.firewall.enable {
      after = [ "systemd-modules-load.service" ];
      before = [
        "network-pre.target"
        "shutdown.target"
      ];
      conflicts = [ "shutdown.target" ];
      description = "Firewall";
      reloadIfChanged = true;
      serviceConfig = {
        ExecReload = load;
        ExecStart = load;
        ExecStop = "${pkgs.nftables}/bin/nft delete table inet nixos-fw";
        RemainAfterExit = true;
        Type = "oneshot";
      };
      unitConfig.DefaultDependencies = false;
      wantedBy = [ "sysinit.target" ];
      wants = [ "network-pre.target" ];
    };
  };
}
