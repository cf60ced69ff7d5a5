# On every host: what a deployment reads from a system (etc/sdops/host.json),
# and what it needs on the host.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.sdops;
  sdopsLib = import ../lib { inherit lib; };
  hasNvidia = import ../lib/has-nvidia.nix config;
in
{
  key = "sdops/sdops-host";

  imports = [
    ./app-state.nix
    ./gpu.nix
    ./one-shot-guard.nix
    ./safety-net.nix
    ./secrets.nix
  ];

  options.sdops = {
    apps = lib.mkOption {
      type = lib.types.attrsOf sdopsLib.appType;
      default = { };
      description = "What the host serves; set by the apps' modules.";
    };
    host = lib.mkOption {
      type = lib.types.attrsOf lib.types.raw;
      readOnly = true;
      description = "The contents of etc/sdops/host.json.";
    };
    name = lib.mkOption {
      type = lib.types.str;
      default = config.networking.hostName;
      defaultText = lib.literalExpression "config.networking.hostName";
      description = "The host's name in the inventory.";
    };
  };

  config = {
    environment.etc = {
      "sdops/host.json".text = builtins.toJSON cfg.host + "\n";
      "sdops/tools".source = import ../packages/host-tools.nix {
        inherit pkgs;
      };
    };

    # So that the host can evaluate its own flake.
    nix.settings.experimental-features = [
      "flakes"
      "nix-command"
    ];

    sdops.host = {
      inherit (cfg) name;
      apps = lib.mapAttrsToList (
        name: app:
        {
          inherit name;
          inherit (app)
            listen
            port
            state-files
            unit
            url
            ;
        }
        // lib.optionalAttrs (app.checkpoint != null) {
          inherit (app) checkpoint;
        }
        // lib.optionalAttrs (app.custom-nodes != [ ]) {
          inherit (app) custom-nodes;
        }
        // lib.optionalAttrs (app.folders ++ app.further-folders != [ ]) {
          inherit (app) folders further-folders user;
        }
        // lib.optionalAttrs (app.health-check != null) {
          inherit (app) health-check;
        }
        // lib.optionalAttrs (app.kind == "custom") {
          inherit (app) kind;
        }
      ) cfg.apps;
      driver.version =
        if hasNvidia then config.hardware.nvidia.package.version else null;
      gpu.vendor = cfg.gpu.vendor;
      kernel = "${config.boot.kernelPackages.kernel}";
      stateVersion = config.system.stateVersion;
      unlockedByHand = import ../lib/unlocked-by-hand.nix {
        inherit config lib;
      };
    };
  };
}
