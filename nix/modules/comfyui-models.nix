# services.comfyui.models: single links in real folders, made by a unit of their
# own, so that a new model restarts nothing and is listed at once (ComfyUI looks
# at the folders' time stamps).
{
  config,
  lib,
  pkgs,
  utils,
  ...
}:
let
  cfg = config.services.comfyui;
  sdopsLib = import ../lib { inherit lib; };
  fetchModel = sdopsLib.fetchModel { inherit pkgs; };
  text =
    example: description:
    lib.mkOption {
      type = lib.types.nullOr lib.types.nonEmptyStr;
      default = null;
      inherit description example;
    };

  model = lib.types.submodule {
    options = {
      format = text "safetensors" "The file extension; ComfyUI lists by it.";
      hash = text "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" (
        "The file's sha256, in any notation."
      );
      path = lib.mkOption {
        type = lib.types.nullOr lib.types.package;
        default = null;
        description = "The file itself, as `fetchModel` returns it.";
        example = lib.literalExpression "(fetchModel { … }).path";
      };
      sha256 = text "1cxh5450k3y9mkrf9dby7hbaydj3ymjwq5fvzsrqk6j3xkc2zav7" (
        "The older name of `hash`."
      );
      url = text "https://civitai.com/api/download/models/290640" (
        "Where to download it from."
      );
    };
  };

  link =
    folder: name: model:
    let
      option = "services.comfyui.models.${folder}.${name}";
      format = sdopsLib.checkFormat option model.format;
      file = sdopsLib.checkFileName option name;
      fetched = fetchModel {
        inherit format name option;
        inherit (model) hash sha256 url;
      };
    in
    {
      name = "${folder}/${file}.${format}";
      path = if model.path == null then fetched.path else model.path;
    };
  checkpoints = cfg.models.checkpoints or { };
  links = lib.concatLists (
    lib.mapAttrsToList (
      folder:
      lib.mapAttrsToList (
        link (sdopsLib.checkFileName "services.comfyui.models" folder)
      )
    ) cfg.models
  );
  tree = pkgs.linkFarm "comfyui-models" links;
  data = sdopsLib.dataDirectory {
    inherit (cfg) group user;
    path = cfg.data-dir;
    folders = [ "models" ];
  };
in
{
  key = "sdops/comfyui-models";

  options.services.comfyui.gate-checkpoint = lib.mkOption {
    type = lib.types.nullOr lib.types.str;
    default =
      if checkpoints == { } then
        null
      else
        builtins.head (builtins.attrNames checkpoints);
    defaultText = lib.literalMD "the first of `models.checkpoints`";
    apply =
      name:
      if name != null && checkpoints ? ${name} then
        "${name}.${toString checkpoints.${name}.format}"
      else
        name;
    example = "pony-xl-v6";
    description = ''
      The checkpoint with which a deployment makes an image to prove that
      ComfyUI works: one of `models.checkpoints`, or a file name as ComfyUI
      lists it. It must turn text into images by itself. With null, no model is
      loaded.
    '';
  };
  options.services.comfyui.models = lib.mkOption {
    type = sdopsLib.listedModels (
      lib.types.attrsOf (lib.types.attrsOf model)
    );
    default = { };
    description = "Models by folder and by their name in it.";
    example = {
      checkpoints.pony-xl-v6 = {
        format = "safetensors";
        hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        url = "https://civitai.com/api/download/models/290640";
      };
    };
  };

  config = lib.mkMerge [
    # For configurations that call it directly.
    { _module.args = { inherit fetchModel; }; }
    (lib.mkIf cfg.enable {
      # Outside the unit, so that a changed port doesn't link models again.
      environment.etc."sdops/comfyui-url".text =
        config.sdops.apps.comfyui.url + "\n";

      systemd.services.comfyui-models = {
        description = "Links to ComfyUI's declared models";
        # As ComfyUI's user, in its sandbox: root would follow the user's own
        # links.
        serviceConfig =
          sdopsLib.hardening
          // data.serviceConfig
          // {
            ExecStartPre =
              "+"
              + utils.escapeSystemdExecArgs [
                pkgs.runtimeShell
                ./own-model-folders.sh
                "${cfg.data-dir}/models"
                cfg.user
                cfg.group
              ];
            Group = cfg.group;
            RemainAfterExit = true;
            Type = "oneshot";
            User = cfg.user;
          };
        script = ''
          curl=${lib.getExe pkgs.curl}
          models=${lib.escapeShellArg "${cfg.data-dir}/models"}
          tree=${tree}
          url=$(cat /etc/sdops/comfyui-url)
          . ${./link-models.sh}
          . ${./forget-models.sh}
        '';
        wantedBy = [ "multi-user.target" ];
      };
    })
  ];
}
