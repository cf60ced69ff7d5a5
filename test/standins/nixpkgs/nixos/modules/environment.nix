# The commands of sessions: /run/current-system/sw/bin. Fewer than NixOS has: no
# bash, python, jq, lsof, fuser or curl, so that nothing relies on them.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.system) tools;
  cfg = config.system.nixos;
  version = pkgs.writeTextFile {
    name = "nixos-version";
    destination = "/bin/nixos-version";
    executable = true;
    text = ''
      #!/bin/sh
      case "$1" in
        --configuration-revision)
          [ -n "${toString config.system.configurationRevision}" ] || exit 1
          echo "${toString config.system.configurationRevision}" ;;
        --hash | --revision) echo rehearsal ;;
        --json) echo '${
          builtins.toJSON (
            {
              nixosVersion = cfg.version;
              nixpkgsRevision = "rehearsal";
            }
            // lib.optionalAttrs (config.system.configurationRevision != null) {
              inherit (config.system) configurationRevision;
            }
          )
        }' ;;
        *) echo "${cfg.version} (${cfg.codeName})" ;;
      esac
    '';
  };
in
{
  config = {
    environment.pathsToLink = [
      "/bin"
      "/lib"
      "/share"
    ];
    environment.systemPackages = [
      pkgs.coreutils
      pkgs.diffutils
      pkgs.findutils
      pkgs.gawk
      pkgs.getent
      pkgs.gnugrep
      pkgs.gnused
      pkgs.gnutar
      pkgs.gzip
      pkgs.hostname
      pkgs.iproute2
      pkgs.iputils
      pkgs.kmod
      pkgs.openssh
      pkgs.posix-shell
      pkgs.procps
      pkgs.shadow
      pkgs.util-linux
      pkgs.systemd
      version
    ]
    ++ lib.optional config.nix.enable config.nix.package
    ++ lib.optional config.programs.fish.enable pkgs.fish
    ++ lib.optional tools.nixos-rebuild.enable pkgs.nixos-rebuild-ng;
    system.path = pkgs.buildEnv {
      name = "system-path";
      paths =
        config.environment.systemPackages
        ++ config.environment.defaultPackages;
      inherit (config.environment) pathsToLink;
    };
  };
}
