# Always there: what a deployment reads of a system (etc/sdops/host.json), and
# what it needs on the host.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.sdops;
  app = lib.types.submodule {
    options = {
      checkpoint = lib.mkOption {
        type = lib.types.nullOr lib.types.str;
        default = null;
        description = "A declared model that an image can be made with.";
      };
      health-check = lib.mkOption {
        type = lib.types.nullOr lib.types.str;
        default = null;
        description = "A path that answers 2xx as long as the app is well.";
        example = "/system_stats";
      };
      kind = lib.mkOption {
        type = lib.types.enum [
          "custom"
          "known"
        ];
        default = "known";
        description = "Whether sdops knows its API by its name.";
      };
      listen = lib.mkOption {
        type = lib.types.listOf lib.types.str;
        description = "The addresses that the app listens on.";
        example = [ "127.0.0.1" ];
      };
      port = lib.mkOption {
        type = lib.types.port;
        description = "The port of its API.";
        example = 8188;
      };
      state-files = lib.mkOption {
        type = lib.types.listOf lib.types.str;
        default = [ ];
        description = ''
          Files whose migrations go one way: saved before an activation and put
          back when it is rolled back.
        '';
        example = [ "/var/lib/comfyui/user/comfyui.db" ];
      };
      unit = lib.mkOption {
        type = lib.types.str;
        description = "The systemd unit that runs it.";
        example = "comfyui.service";
      };
    };
  };
  hasNvidia = import ../lib/has-nvidia.nix config;
in
{
  key = "sdops/sdops-host";

  imports = [
    ./gpu.nix
    ./one-shot-guard.nix
    ./safety-net.nix
  ];

  options.sdops = {
    apps = lib.mkOption {
      type = lib.types.attrsOf app;
      default = { };
      description = "What the host serves; the apps' modules write it.";
    };
    host = lib.mkOption {
      type = lib.types.attrsOf lib.types.raw;
      readOnly = true;
      description = "What etc/sdops/host.json says of the system.";
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

    # So that the host can evaluate the flake that it was made from.
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
            ;
        }
        // lib.optionalAttrs (app.checkpoint != null) {
          inherit (app) checkpoint;
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
    };
  };
}
