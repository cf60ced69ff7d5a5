# A binary cache of the host's store: a unit like NixOS' own, whose program is
# the stand-in.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.nix-serve;
in
{
  config = lib.mkIf cfg.enable {
    networking.firewall.allowedTCPPorts = lib.optional cfg.openFirewall (
      cfg.port
    );
    systemd.services.nix-serve = {
      after = [ "network.target" ];
      description = "nix-serve binary cache server";
      environment.NIX_SECRET_KEY_FILE = cfg.secretKeyFile;
      path = [ pkgs.nix ];
      script = ''
        exec /opt/sdlab/node /opt/sdlab/standins/nix-serve/main.ts \
          --listen ${cfg.bindAddress}:${toString cfg.port}
      '';
      serviceConfig.Restart = "always";
      wantedBy = [ "multi-user.target" ];
    };
  };
}
