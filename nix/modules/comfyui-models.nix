# services.comfyui.models: single links in real folders, made by a unit of its
# own, so that another model restarts nothing and is listed at once (ComfyUI
# looks at the folders' time stamps).
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.comfyui;
  sdopsLib = import ../lib { inherit lib; };
  fetchModel = sdopsLib.fetchModel { inherit pkgs; };

  model = lib.types.submodule {
    options = {
      format = lib.mkOption {
        type = lib.types.nonEmptyStr;
        description = "The file's extension; ComfyUI lists by it.";
        example = "safetensors";
      };
      hash = lib.mkOption {
        type = lib.types.nonEmptyStr;
        description = "The file's sha256, in SRI notation.";
        example = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
      };
      url = lib.mkOption {
        type = lib.types.nonEmptyStr;
        description = "Where it is downloaded from.";
        example = "https://civitai.com/api/download/models/290640";
      };
    };
  };

  links = lib.concatLists (
    lib.mapAttrsToList (
      folder: models:
      lib.mapAttrsToList (name: model: {
        name = "${folder}/${name}.${model.format}";
        path = fetchModel {
          inherit name;
          inherit (model) format hash url;
        };
      }) models
    ) cfg.models
  );
  tree = pkgs.linkFarm "comfyui-models" links;
in
{
  options.services.comfyui.models = lib.mkOption {
    type = sdopsLib.listedModels (lib.types.attrsOf (lib.types.attrsOf model));
    default = { };
    description = "Models by folder and by the name they get there.";
    example = {
      checkpoints.pony-xl-v6 = {
        format = "safetensors";
        hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        url = "https://civitai.com/api/download/models/290640";
      };
    };
  };

  config = lib.mkIf cfg.enable {
    systemd.services.comfyui-models = {
      description = "Links to ComfyUI's declared models";
      serviceConfig = {
        RemainAfterExit = true;
        Type = "oneshot";
      };
      script = ''
        models=${lib.escapeShellArg "${cfg.data-dir}/models"}
        tree=${tree}
        . ${./link-models.sh}
      '';
      wantedBy = [ "multi-user.target" ];
    };
  };
}
