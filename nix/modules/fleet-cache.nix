# sdops.fleet-cache: the host serves its store to the fleet, signed.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.sdops.fleet-cache;
in
{
  key = "sdops/fleet-cache";

  options.sdops.fleet-cache = {
    enable = lib.mkEnableOption "serving the store as a binary cache";
    listen = lib.mkOption {
      type = lib.types.str;
      default = "0.0.0.0";
      description = "The address to listen on.";
    };
    open-firewall = lib.mkOption {
      type = lib.types.bool;
      default = false;
      description = ''
        Open the port to other machines. Whoever reaches it can read the store.
      '';
    };
    port = lib.mkOption {
      type = lib.types.port;
      default = 5000;
      description = "Port of the cache, plain HTTP.";
    };
    secret-key-file = lib.mkOption {
      type = lib.types.str;
      example = "/var/lib/sdops-cache/secret-key";
      description = ''
        The signing key, as `nix key generate-secret` prints it: a quoted path
        on the host, never a file of the flake.
      '';
    };
  };

  config = lib.mkIf cfg.enable {
    assertions = [
      {
        assertion =
          lib.hasPrefix "/" cfg.secret-key-file
          && !lib.hasPrefix builtins.storeDir cfg.secret-key-file;
        message = (
          "sdops.fleet-cache.secret-key-file: give a path on the host outside "
          + "${builtins.storeDir}, which everybody can read."
        );
      }
    ];
    services.nix-serve = {
      enable = true;
      bindAddress = cfg.listen;
      openFirewall = cfg.open-firewall;
      # Many times as fast as the Perl one, with the same interface.
      package = lib.mkDefault pkgs.nix-serve-ng;
      inherit (cfg) port;
      secretKeyFile = cfg.secret-key-file;
    };
  };
}
