# sdops.fleet-builder: the host builds for the rest of the fleet.
{
  config,
  lib,
  options,
  pkgs,
  ...
}:
let
  cfg = config.sdops.fleet-builder;
  # Newer NixOS adds its own features to ours; in older ones ours replace them.
  declared = options.nix.settings.type.getSubOptions [ ];
  isAdded = declared.system-features or { } ? default;
  # Hosts may run this and nothing else: no shell, no forwarding.
  authorise = key: ''restrict,command="nix-daemon --stdio" ${key}'';
in
{
  key = "sdops/fleet-builder";

  options.sdops.fleet-builder = {
    enable = lib.mkEnableOption "building for the fleet as a remote builder";
    features = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
      description = "System features to offer beyond Nix's usual ones.";
      example = [ "cuda" ];
    };
    keys = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
      description = ''
        Public keys of the hosts that may build here; `sdops builders add`
        prints them.
      '';
      example = [ "ssh-ed25519 AAAA… lithium" ];
    };
    user = lib.mkOption {
      type = lib.types.str;
      default = "root";
      description = ''
        The user that hosts log in as. Any but root is created, and trusted by
        Nix, which amounts to root.
      '';
      example = "nix-build";
    };
  };

  config = lib.mkIf cfg.enable {
    nix.settings = {
      system-features =
        lib.optionals (!isAdded) [
          "benchmark"
          "big-parallel"
          "kvm"
          "nixos-test"
        ]
        ++ cfg.features;
      trusted-users = [ cfg.user ];
    };
    users = lib.mkMerge [
      {
        users.${cfg.user}.openssh.authorizedKeys.keys =
          map authorise cfg.keys;
      }
      (lib.mkIf (cfg.user != "root") {
        groups.${cfg.user} = { };
        users.${cfg.user} = {
          group = cfg.user;
          isSystemUser = true;
          # sshd runs the authorised command by the shell, so not nologin.
          shell = pkgs.bash;
        };
      })
    ];
  };
}
