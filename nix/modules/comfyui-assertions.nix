# What services.comfyui refuses, by the option's name.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.comfyui;
  sdopsLib = import ../lib { inherit lib; };
  table = lib.importJSON ../data/comfyui-options.json;
  places = sdopsLib.comfyuiPlaces cfg.options;
  path = "services.comfyui.options";

  ofPlace =
    name:
    lib.concatMap (place: [
      {
        assertion = sdopsLib.plainPath.check place;
        message = (
          "${path}.${name}: ${toString place} is not an "
          + "${sdopsLib.plainPath.description}."
        );
      }
      {
        assertion =
          builtins.match "(/var)?/tmp(/.*)?" (toString place) == null;
        message = (
          "${path}.${name}: the unit has its own /tmp, which is deleted when "
          + "it stops; choose a folder other than ${toString place}."
        );
      }
    ]);

  # Without the package, ComfyUI only logs a line and ignores the flag.
  hasManager =
    cfg.extraPackages != null
    && lib.any (package: lib.getName package == "comfyui-manager") (
      cfg.extraPackages (cfg.package.python or pkgs.python3).pkgs
    );
in
{
  key = "sdops/comfyui-assertions";

  config.assertions = lib.optionals cfg.enable (
    [
      {
        assertion = cfg.listen != [ ];
        message = "services.comfyui.listen: set at least one address.";
      }
      {
        assertion =
          cfg.options.models-directory == null || cfg.models == { };
        message = (
          "${path}.models-directory: declared models are linked into "
          + "${cfg.data-dir}/models; set one of the two."
        );
      }
      {
        assertion = cfg.options.enable-manager == true -> hasManager;
        message = (
          "${path}.enable-manager needs the Python package "
          + "comfyui-manager: add it to services.comfyui.extraPackages."
        );
      }
      {
        assertion =
          (cfg.options.tls-certfile == null)
          == (cfg.options.tls-keyfile == null);
        message = (
          "${path}.tls-certfile and tls-keyfile: set both or neither."
        );
      }
    ]
    ++ lib.concatLists (lib.mapAttrsToList ofPlace places.byOption)
    ++ sdopsLib.arguments.assertionsFor {
      inherit path table;
      values = cfg.options;
      inherit (cfg.package) version;
    }
    ++ sdopsLib.arguments.extraAssertions {
      inherit path table;
      known = [
        "database-url"
        "enable-manager"
        "tls-certfile"
        "tls-keyfile"
      ]
      ++ places.folderNames;
      own = table.elsewhere;
      place = "services.comfyui.extra-options";
      values = cfg.options;
      words = sdopsLib.arguments.extraWords cfg ++ cfg.extraArgs;
    }
  );
}
