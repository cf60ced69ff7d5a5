# The options of services.comfyui, except for its models. Options that nixpkgs'
# module of that name has too have the same names; `dataDir` and `openFirewall`
# are aliases.
{ lib, pkgs, ... }:
let
  sdopsLib = import ../lib { inherit lib; };
  inherit (lib) types;
in
{
  key = "sdops/comfyui-options";

  imports =
    map
      (
        { from, to }:
        lib.mkAliasOptionModule
          [ "services" "comfyui" from ]
          [ "services" "comfyui" to ]
      )
      [
        {
          from = "dataDir";
          to = "data-dir";
        }
        {
          from = "openFirewall";
          to = "open-firewall";
        }
      ];

  options.services.comfyui = {
    enable = lib.mkEnableOption "ComfyUI";
    data-dir = lib.mkOption {
      type = sdopsLib.plainPath;
      default = "/var/lib/comfyui";
      example = "/srv/comfyui";
      description = ''
        Where ComfyUI keeps models, input, output, users and custom nodes.
        Changing it moves no files.
      '';
    };
    extra-options = lib.mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [
        "--future-arg"
        "--future-arg-with-value foo"
      ];
      description = ''
        Arguments that `options` doesn't have. Each is split into two words at
        its first blank.
      '';
    };
    extraArgs = lib.mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "--preview-method=auto" ];
      description = ''
        Words appended to the command line as they are: nixpkgs' name for
        `extra-options`, whose elements may also include a value.
      '';
    };
    extraPackages = lib.mkOption {
      type = types.nullOr (types.functionTo (types.listOf types.package));
      default = null;
      example = lib.literalExpression "python: [ python.gguf ]";
      description = ''
        Python packages for custom nodes, in addition to locked ones. Your own
        `package` must take `extraPackages`, as nixpkgs' does.
      '';
    };
    finalPackage = lib.mkOption {
      type = types.package;
      internal = true;
      readOnly = true;
      description = "`package` with what custom nodes need.";
    };
    group = lib.mkOption {
      type = types.str;
      default = "comfyui";
      description = "The group it runs as; the default one is created.";
    };
    listen = lib.mkOption {
      type = types.listOf types.str;
      default = [ "127.0.0.1" ];
      example = [ "0.0.0.0" ];
      description = "Addresses to listen on.";
    };
    open-firewall = lib.mkOption {
      type = types.bool;
      default = false;
      description = "Open the port to other machines. ComfyUI has no login.";
    };
    options = lib.mkOption {
      type = sdopsLib.arguments.optionsOf (
        lib.importJSON ../data/comfyui-options.json
      );
      default = { };
      example = {
        preview-method = "taesd";
        video-ram = "lowvram";
      };
      description = "ComfyUI's command-line arguments.";
    };
    package = lib.mkPackageOption pkgs "comfyui" { };
    port = lib.mkOption {
      type = types.port;
      default = 8188;
      description = "Port of the web page and the API.";
    };
    user = lib.mkOption {
      type = types.str;
      default = "comfyui";
      description = "The user it runs as; the default one is created.";
    };
  };
}
