# Secrets of the inventory: encrypted on the host's disk by systemd-creds, and
# plain in /run before the units that want them. Nothing of them is in the
# store.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.sdops.secrets;
  inherit (lib) types;

  place = pkgs.writeShellScript "sdops-secrets" ''
    PATH=${
      lib.makeBinPath [
        pkgs.coreutils
        pkgs.systemd
      ]
    }
    export PATH
    . ${./secrets.sh}
  '';

  words = lib.concatLists (
    lib.mapAttrsToList (name: secret: [
      name
      "${secret.owner}:${secret.group}"
      secret.mode
    ]) cfg
  );

  units = lib.unique (lib.concatMap (one: one.units) (lib.attrValues cfg));

  secret = types.submodule {
    options = {
      group = lib.mkOption {
        type = types.str;
        default = "root";
        description = "The group of the file.";
      };
      mode = lib.mkOption {
        type = types.strMatching "0?[0-7]{3}";
        default = "0400";
        description = "The file's mode, in octal digits.";
      };
      owner = lib.mkOption {
        type = types.str;
        default = "root";
        description = "The owner of the file.";
      };
      units = lib.mkOption {
        type = types.listOf (types.strMatching ".+\\.service");
        default = [ ];
        example = [ "nix-daemon.service" ];
        description = "Units that start after the file is there.";
      };
    };
  };
in
{
  key = "sdops/secrets";

  options.sdops.secrets = lib.mkOption {
    type = types.attrsOf secret;
    default = { };
    description = ''
      Files of /run/sdops-secrets, by name. `sdops deploy` and
      `sdops secrets push` bring their contents.
    '';
  };

  config.systemd.services = lib.mkIf (cfg != { }) (
    {
      sdops-secrets = {
        description = "Secrets in /run/sdops-secrets";
        before = units;
        wantedBy = [ "multi-user.target" ];
        serviceConfig = {
          ExecStart = lib.escapeShellArgs ([ place ] ++ words);
          RemainAfterExit = true;
          RuntimeDirectory = "sdops-secrets";
          RuntimeDirectoryMode = "0711";
          # A restart replaces files one by one; none is away meanwhile.
          RuntimeDirectoryPreserve = true;
          Type = "oneshot";
        };
      };
    }
    // lib.genAttrs (map (lib.removeSuffix ".service") units) (_: {
      after = [ "sdops-secrets.service" ];
      wants = [ "sdops-secrets.service" ];
    })
  );
}
