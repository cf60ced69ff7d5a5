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
        description = "A declared model to make an image with.";
      };
      custom-nodes = lib.mkOption {
        type = types.listOf types.str;
        default = [ ];
        description = "Its declared custom nodes, by folder name.";
        example = [ "ComfyUI-GGUF" ];
      };
      folders = lib.mkOption {
        type = types.listOf types.str;
        default = [ ];
        description = "Folders that systemd-tmpfiles creates for it.";
        example = [ "/srv/comfyui" ];
      };
      further-folders = lib.mkOption {
        type = types.listOf types.str;
        default = [ ];
        description = ''
          Like `folders`, but a folder that exists keeps its owner.
        '';
        example = [ "/srv/images" ];
      };
      health-check = lib.mkOption {
        type = types.nullOr types.str;
        default = null;
        description = "A path that answers 2xx while the app is healthy.";
        example = "/system_stats";
      };
      kind = lib.mkOption {
        type = types.enum [
          "custom"
          "known"
        ];
        default = "known";
        description = "Whether sdops knows its API by the app's name.";
      };
      listen = lib.mkOption {
        type = types.listOf types.str;
        description = "Addresses the app listens on.";
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
          Files with one-way migrations: saved before an activation, restored by
          a rollback.
        '';
        example = [ "/var/lib/comfyui/user/comfyui.db" ];
      };
      tls = lib.mkOption {
        type = types.bool;
        default = false;
        description = "Whether its API uses TLS.";
      };
      unit = lib.mkOption {
        type = types.str;
        description = "The systemd unit that runs it.";
        example = "comfyui.service";
      };
      url = lib.mkOption {
        type = types.str;
        default = dialledUrl { inherit (config) listen port tls; };
        defaultText = lib.literalMD "built from `listen`, `port` and `tls`";
        description = "URL of its API, from the host itself.";
        example = "http://127.0.0.1:8188";
      };
      user = lib.mkOption {
        type = types.nullOr types.str;
        default = null;
        description = "The user it runs as.";
        example = "comfyui";
      };
    };
  }
)
