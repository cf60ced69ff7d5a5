# /run/opengl-driver: where programs look for the driver's libraries.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.hardware.graphics;
  drivers = pkgs.buildEnv {
    name = "graphics-drivers";
    paths = [ cfg.package ] ++ cfg.extraPackages;
    pathsToLink = [ "/lib" ];
  };
in
{
  config = lib.mkIf cfg.enable {
    hardware.graphics.package = lib.mkDefault (
      pkgs.light {
        pname = "mesa";
        version = "26.0.3";
      }
    );
    systemd.tmpfiles.settings.graphics-driver."/run/opengl-driver"."L+" =
      {
        argument = toString drivers;
      };
  };
}
