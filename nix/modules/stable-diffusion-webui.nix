# services.stable-diffusion-webui (AUTOMATIC1111's).
{
  config,
  lib,
  pkgs,
  utils,
  ...
}:
let
  cfg = config.services.stable-diffusion-webui;
  capability = config.sdops.gpu.compute-capability;
  sdopsLib = import ../lib { inherit lib; };
  inherit (lib) types;
  table = lib.importJSON ../data/webui-options.json;

  words = [
    (lib.getExe cfg.package)
  ]
  ++ sdopsLib.arguments.wordsFor table cfg.options
  ++ [
    "--port=${toString cfg.port}"
    "--data-dir=${cfg.data-dir}"
  ]
  ++ map (address: "--server-name=${address}") cfg.listen
  ++ sdopsLib.arguments.extraWords cfg;

  app = sdopsLib.mkApp {
    inherit cfg;
    command = utils.escapeSystemdExecArgs words;
    name = "stable-diffusion-webui";
  };
in
{
  key = "sdops/stable-diffusion-webui";

  imports = [
    (lib.mkAliasOptionModule
      [ "services" "stable-diffusion-webui" "openFirewall" ]
      [ "services" "stable-diffusion-webui" "open-firewall" ]
    )
    ./sdops-host.nix
    ./webui-settings.nix
  ];

  options.services.stable-diffusion-webui = {
    enable = lib.mkEnableOption "stable-diffusion-webui";
    data-dir = lib.mkOption {
      type = sdopsLib.plainPath;
      default = "/var/lib/stable-diffusion-webui";
      description = "Where it keeps models, output, settings and extensions.";
    };
    extra-options = lib.mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "--future-arg-with-value foo" ];
      description = ''
        Arguments that `options` doesn't have. Each is split into two words at
        its first blank.
      '';
    };
    group = lib.mkOption {
      type = types.str;
      default = "stable-diffusion-webui";
      description = "The group it runs as; the default one is created.";
    };
    listen = lib.mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "192.0.2.7" ];
      description = ''
        The address to listen on, at most one. Overrides
        `options.allow-external-requests`.
      '';
    };
    open-firewall = lib.mkOption {
      type = types.bool;
      default = false;
      description = "Open the port to other machines.";
    };
    options = lib.mkOption {
      type = sdopsLib.arguments.optionsOf table;
      default = { };
      example = {
        enable-api = true;
        video-ram = "low";
      };
      description = "Its command-line arguments.";
    };
    package = lib.mkOption {
      type = types.package;
      default =
        pkgs.stable-diffusion-webui
          or (pkgs.callPackage ../packages/stable-diffusion-webui.nix { });
      defaultText = lib.literalMD "the one in nixpkgs, or else in sdops";
      description = "The package, with `meta.mainProgram`.";
    };
    port = lib.mkOption {
      type = types.port;
      default = 7860;
      description = "Port of the web page and the API.";
    };
    user = lib.mkOption {
      type = types.str;
      default = "stable-diffusion-webui";
      description = "The user it runs as; the default one is created.";
    };
  };

  config = lib.mkIf cfg.enable {
    assertions = [
      {
        assertion = builtins.length cfg.listen <= 1;
        message = (
          "services.stable-diffusion-webui.listen: at most one address."
        );
      }
    ]
    # A package of the host's own doesn't list its kernels.
    ++ lib.optionals (cfg.package ? capabilities) [
      {
        assertion = config.sdops.gpu.vendor != "amd";
        message = (
          "services.stable-diffusion-webui.package: its torch runs on CUDA "
          + "or the CPU, not on AMD's GPUs; set a package of your own."
        );
      }
      {
        assertion =
          capability == null
          || sdopsLib.runsOn cfg.package.capabilities capability;
        message = (
          "services.stable-diffusion-webui.package: its torch has no kernels "
          + "for ${toString capability}; set a package of your own, or serve "
          + "ComfyUI."
        );
      }
    ]
    ++ sdopsLib.arguments.assertionsFor {
      inherit table;
      path = "services.stable-diffusion-webui.options";
      values = cfg.options;
      version = cfg.package.version or "1.10";
    }
    ++ sdopsLib.arguments.extraAssertions {
      inherit table;
      known = [
        "allow-external-requests"
        "tls-certfile"
        "tls-keyfile"
      ];
      own = lib.filterAttrs (
        _: lib.hasPrefix "services."
      ) table.elsewhere;
      path = "services.stable-diffusion-webui.options";
      place = "services.stable-diffusion-webui.extra-options";
      values = cfg.options;
      words = sdopsLib.arguments.extraWords cfg;
    };

    networking.firewall.allowedTCPPorts = lib.mkIf cfg.open-firewall [
      cfg.port
    ];

    sdops.apps.stable-diffusion-webui = app.facts // {
      listen =
        if cfg.listen != [ ] then
          cfg.listen
        else if cfg.options.allow-external-requests == true then
          [ "0.0.0.0" ]
        else
          [ "127.0.0.1" ];
      tls =
        cfg.options.tls-certfile != null && cfg.options.tls-keyfile != null;
    };

    systemd = {
      services.stable-diffusion-webui = app.service;
      tmpfiles.settings = app.tmpfiles;
    };

    users = {
      inherit (app) groups users;
    };
  };
}
