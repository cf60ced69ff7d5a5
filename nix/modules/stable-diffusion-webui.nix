# services.stable-diffusion-webui (AUTOMATIC1111's), with a package of the
# host's own: nixpkgs has none.
{
  config,
  lib,
  utils,
  ...
}:
let
  cfg = config.services.stable-diffusion-webui;
  sdopsLib = import ../lib { inherit lib; };
  table = builtins.fromJSON (
    builtins.readFile ../data/webui-options.json
  );
  memory = {
    low = [ "--lowvram" ];
    medium = [ "--medvram" ];
  };
  dataDir = "/var/lib/stable-diffusion-webui";
  arguments = removeAttrs cfg.options [ "video-ram" ];
  words = [
    (lib.getExe cfg.package)
    "--port"
    (toString cfg.port)
    "--data-dir=${dataDir}"
  ]
  ++ lib.optional (
    cfg.listen != [ ]
  ) "--server-name=${builtins.head cfg.listen}"
  ++ lib.optionals (
    cfg.options.video-ram != null
  ) memory.${cfg.options.video-ram}
  ++ sdopsLib.arguments.wordsFor table arguments
  ++ lib.concatMap sdopsLib.splitOption cfg.extra-options;
in
{
  key = "sdops/stable-diffusion-webui";

  imports = [ ./sdops-host.nix ];

  options.services.stable-diffusion-webui = {
    enable = lib.mkEnableOption "stable-diffusion-webui";
    extra-options = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
      example = [ "--future-arg-with-value foo" ];
      description = "Arguments that `options` doesn't know.";
    };
    listen = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
      example = [ "0.0.0.0" ];
      description = "The address to listen on; it takes one.";
    };
    openFirewall = lib.mkOption {
      type = lib.types.bool;
      default = false;
      description = "Whether others may reach the port.";
    };
    options = lib.mkOption {
      type = lib.types.submodule {
        options = sdopsLib.arguments.optionsOf table // {
          video-ram = lib.mkOption {
            type = lib.types.nullOr (
              lib.types.enum (builtins.attrNames memory)
            );
            default = null;
            description = "`low` is --lowvram, `medium` is --medvram.";
          };
        };
      };
      default = { };
      description = "Its command-line arguments.";
    };
    package = lib.mkOption {
      type = lib.types.package;
      description = "The package, with `meta.mainProgram`.";
    };
    port = lib.mkOption {
      type = lib.types.port;
      default = 7860;
      description = "Port of the web page and the API.";
    };
  };

  config = lib.mkIf cfg.enable {
    assertions = [
      {
        assertion = builtins.length cfg.listen <= 1;
        message = (
          "services.stable-diffusion-webui.listen: it takes one " + "address."
        );
      }
    ];
    networking.firewall.allowedTCPPorts = lib.mkIf cfg.openFirewall [
      cfg.port
    ];
    sdops.apps.stable-diffusion-webui = {
      listen =
        if cfg.options.allow-external-requests == true then
          [ "0.0.0.0" ]
        else if cfg.listen == [ ] then
          [ "127.0.0.1" ]
        else
          cfg.listen;
      inherit (cfg) port;
      unit = "stable-diffusion-webui.service";
    };
    systemd.services.stable-diffusion-webui = {
      after = [ "network-online.target" ];
      description = "stable-diffusion-webui";
      environment.HOME = dataDir;
      serviceConfig = {
        ExecStart = utils.escapeSystemdExecArgs words;
        Restart = "always";
        RestartSec = "15s";
        StateDirectory = "stable-diffusion-webui";
        Type = "exec";
        User = "stable-diffusion-webui";
        WorkingDirectory = dataDir;
      };
      wantedBy = [ "multi-user.target" ];
      wants = [ "network-online.target" ];
    };
    users = {
      groups.stable-diffusion-webui = { };
      users.stable-diffusion-webui = {
        group = "stable-diffusion-webui";
        home = dataDir;
        isSystemUser = true;
      };
    };
  };
}
