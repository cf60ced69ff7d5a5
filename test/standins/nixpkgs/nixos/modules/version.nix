# What the system calls itself.
{ config, lib, ... }:
let
  cfg = config.system.nixos;
in
{
  config = {
    environment.etc.os-release.text = ''
      ANSI_COLOR="0;38;2;126;186;228"
      BUILD_ID="${cfg.version}"
      ID=${cfg.distroId}
      NAME="${cfg.distroName}"
      PRETTY_NAME="${cfg.distroName} ${cfg.release} (${cfg.codeName})"
      VERSION="${cfg.release} (${cfg.codeName})"
      VERSION_ID="${cfg.release}"
    '';
    system = {
      name = lib.mkOptionDefault (
        if config.networking.hostName == "" then
          "unnamed"
        else
          config.networking.hostName
      );
      nixos = {
        codeName = lib.mkOptionDefault "Yarara";
        label = lib.mkOptionDefault (
          lib.concatStringsSep "-" (
            lib.naturalSort cfg.tags ++ [ cfg.version ]
          )
        );
        release = lib.mkOptionDefault lib.trivial.release;
        version = lib.mkOptionDefault lib.version;
      };
      stateVersion = lib.mkOptionDefault cfg.release;
    };
  };
}
