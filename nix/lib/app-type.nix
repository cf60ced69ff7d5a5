# The type of an app in sdops.apps: what a deployment must know of it.
{ lib }:
let
  dialledUrl = import ./dialled-url.nix { inherit lib; };
  inherit (lib) types;
in
types.submodule (
  { config, ... }:
  {
    options = {
      checkpoint = lib.mkOption {
        type = types.nullOr types.str;
        default = null;
        description = "A declared model that an image can be made with.";
      };
      custom-nodes = lib.mkOption {
        type = types.listOf types.str;
        default = [ ];
        description = "Its declared custom nodes, by their folders' names.";
        example = [ "ComfyUI-GGUF" ];
      };
      folders = lib.mkOption {
        type = types.listOf types.str;
        default = [ ];
        description = "Folders that systemd-tmpfiles makes for it.";
        example = [ "/srv/comfyui" ];
      };
      further-folders = lib.mkOption {
        type = types.listOf types.str;
        default = [ ];
        description = ''
          The same, but that one which is there keeps its owner.
        '';
        example = [ "/srv/images" ];
      };
      health-check = lib.mkOption {
        type = types.nullOr types.str;
        default = null;
        description = "A path that answers 2xx as long as the app is well.";
        example = "/system_stats";
      };
      kind = lib.mkOption {
        type = types.enum [
          "custom"
          "known"
        ];
        default = "known";
        description = "Whether sdops knows its API by its name.";
      };
      listen = lib.mkOption {
        type = types.listOf types.str;
        description = "The addresses that the app listens on.";
        example = [ "127.0.0.1" ];
      };
      port = lib.mkOption {
        type = types.port;
        description = "The port of its API.";
        example = 8188;
      };
      state-files = lib.mkOption {
        type = types.listOf types.str;
        default = [ ];
        description = ''
          Files whose migrations go one way: saved before an activation and put
          back when it is rolled back.
        '';
        example = [ "/var/lib/comfyui/user/comfyui.db" ];
      };
      tls = lib.mkOption {
        type = types.bool;
        default = false;
        description = "Whether its API is spoken over TLS.";
      };
      unit = lib.mkOption {
        type = types.str;
        description = "The systemd unit that runs it.";
        example = "comfyui.service";
      };
      url = lib.mkOption {
        type = types.str;
        default = dialledUrl { inherit (config) listen port tls; };
        defaultText = lib.literalMD "made of `listen`, `port` and `tls`";
        description = "What is dialled on the host itself to reach its API.";
        example = "http://127.0.0.1:8188";
      };
      user = lib.mkOption {
        type = types.nullOr types.str;
        default = null;
        description = "The user that it runs as.";
        example = "comfyui";
      };
    };
  }
)
