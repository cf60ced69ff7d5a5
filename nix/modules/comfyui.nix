# services.comfyui: one instance, declared with typed arguments and models.
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
  table = builtins.fromJSON (
    builtins.readFile ../data/comfyui-options.json
  );

  dataDir = "/var/lib/comfyui";
  package =
    if cfg.declared-nodes == { } then
      cfg.package
    else
      cfg.package.withPackages cfg.node-packages;
  words = [
    (lib.getExe package)
    "--listen"
    (lib.concatStringsSep "," cfg.listen)
    "--port"
    (toString cfg.port)
    "--base-directory=${dataDir}"
  ]
  ++ sdopsLib.arguments.wordsFor table cfg.options
  ++ lib.concatMap sdopsLib.splitOption cfg.extra-options;

  checkpoints = cfg.models.checkpoints or { };
  firstCheckpoint = builtins.head (builtins.attrNames checkpoints);
in
{
  key = "sdops/comfyui";

  imports = [
    ./comfyui-models.nix
    ./comfyui-nodes.nix
    ./comfyui-package.nix
    ./sdops-host.nix
  ];

  # nixpkgs has a module of that name from 26.11 on.
  disabledModules = [ "services/misc/comfyui.nix" ];

  options.services.comfyui = {
    enable = lib.mkEnableOption "ComfyUI";
    extra-options = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ ];
      example = [
        "--future-arg"
        "--future-arg-with-value foo"
      ];
      description = ''
        Arguments that `options` doesn't know. What follows the first blank is
        a word of its own.
      '';
    };
    listen = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = [ "127.0.0.1" ];
      example = [ "0.0.0.0" ];
      description = "Addresses to listen on.";
    };
    openFirewall = lib.mkOption {
      type = lib.types.bool;
      default = false;
      description = "Whether others may reach the port. ComfyUI has no login.";
    };
    options = lib.mkOption {
      type = lib.types.submodule {
        options = sdopsLib.arguments.optionsOf table;
      };
      default = { };
      example = {
        lowvram = true;
        preview-method = "taesd";
      };
      description = "ComfyUI's command-line arguments.";
    };
    package = lib.mkPackageOption pkgs "comfyui" { };
    port = lib.mkOption {
      type = lib.types.port;
      default = 8188;
      description = "Port of the web page and the API.";
    };
  };

  config = lib.mkIf cfg.enable {
    assertions = [
      {
        assertion = cfg.listen != [ ];
        message = "services.comfyui.listen: at least one address is needed.";
      }
    ]
    ++ sdopsLib.arguments.assertionsFor {
      inherit table;
      path = "services.comfyui.options";
      values = cfg.options;
      inherit (cfg.package) version;
    };

    networking.firewall.allowedTCPPorts = lib.mkIf cfg.openFirewall [
      cfg.port
    ];

    # torch finds no GPU there, and ComfyUI doesn't start without being told.
    services.comfyui.options.cpu = lib.mkIf (
      config.sdops.gpu.vendor == "none"
    ) (lib.mkDefault true);

    sdops.apps.comfyui = {
      checkpoint =
        if checkpoints == { } then
          null
        else
          "${firstCheckpoint}.${checkpoints.${firstCheckpoint}.format}";
      inherit (cfg) listen port;
      state-files = [ "${dataDir}/user/comfyui.db" ];
      unit = "comfyui.service";
    };

    systemd.services.comfyui = {
      # Models may be asked for as soon as the port is open; without the
      # driver's modules it doesn't start.
      after = [
        "comfyui-models.service"
        "network-online.target"
        "systemd-modules-load.service"
      ];
      description = "ComfyUI";
      environment = {
        HOME = dataDir;
        # torch asks for the user's name without it.
        TORCHINDUCTOR_CACHE_DIR = "/var/cache/comfyui/inductor";
      };
      serviceConfig = {
        CacheDirectory = "comfyui";
        ExecStart = utils.escapeSystemdExecArgs words;
        Group = "comfyui";
        NoNewPrivileges = true;
        PrivateTmp = true;
        Restart = "always";
        RestartSec = "15s";
        # ComfyUI doesn't start without custom_nodes.
        StateDirectory = [
          "comfyui"
          "comfyui/custom_nodes"
          "comfyui/input"
          "comfyui/models"
          "comfyui/output"
          "comfyui/user"
        ];
        SupplementaryGroups = [
          "render"
          "video"
        ];
        Type = "exec";
        User = "comfyui";
        WorkingDirectory = dataDir;
      };
      wantedBy = [ "multi-user.target" ];
      wants = [
        "comfyui-models.service"
        "network-online.target"
        "systemd-modules-load.service"
      ];
    };

    users = {
      groups.comfyui = { };
      users.comfyui = {
        group = "comfyui";
        home = dataDir;
        isSystemUser = true;
      };
    };
  };
}
