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
  table = lib.importJSON ../data/comfyui-options.json;

  words = [
    (lib.getExe cfg.finalPackage)
    "--listen"
    (lib.concatStringsSep "," cfg.listen)
    "--port"
    (toString cfg.port)
    "--base-directory=${cfg.data-dir}"
  ]
  ++ sdopsLib.arguments.wordsFor table cfg.options
  ++ sdopsLib.arguments.extraWords cfg
  ++ cfg.extraArgs;

  # It answers by TLS alone when it has a key.
  scheme =
    if cfg.options.tls-keyfile == null then "http" else "https";
  url = (
    "${scheme}://${sdopsLib.loopback cfg.listen}:${toString cfg.port}"
  );

  # Places of its own choosing that the unit must be able to write to.
  written = builtins.filter (path: path != null) [
    cfg.options.input-directory
    cfg.options.output-directory
    cfg.options.temp-directory
    cfg.options.user-directory
  ];
  userDir =
    if cfg.options.user-directory == null then
      "${cfg.data-dir}/user"
    else
      cfg.options.user-directory;

  extraPackages =
    python:
    (
      if cfg.extraPackages == null then [ ] else cfg.extraPackages python
    )
    ++ cfg.node-packages python;

  nodes = pkgs.linkFarm "comfyui-custom-nodes" (
    lib.mapAttrsToList (name: path: {
      inherit name;
      path = "${path}";
    }) cfg.node-folders
  );

  checkpoints = cfg.models.checkpoints or { };
  firstCheckpoint = builtins.head (builtins.attrNames checkpoints);

  data = sdopsLib.dataDirectory {
    inherit (cfg) group user;
    path = cfg.data-dir;
    # ComfyUI doesn't start without custom_nodes.
    folders = [
      "custom_nodes"
      "input"
      "models"
      "output"
      "user"
    ];
  };
  run =
    file: arguments:
    utils.escapeSystemdExecArgs (
      [
        pkgs.runtimeShell
        file
      ]
      ++ arguments
    );
in
{
  key = "sdops/comfyui";

  imports = [
    ./comfyui-models.nix
    ./comfyui-nodes.nix
    ./comfyui-options.nix
    ./comfyui-package.nix
    ./sdops-host.nix
  ];

  # nixpkgs has a module of that name from 26.11 on.
  disabledModules = [ "services/misc/comfyui.nix" ];

  config = lib.mkIf cfg.enable {
    assertions = [
      {
        assertion = cfg.listen != [ ];
        message = "services.comfyui.listen: at least one address is needed.";
      }
      {
        assertion =
          cfg.options.models-directory == null || cfg.models == { };
        message = (
          "services.comfyui.options.models-directory: declared models are "
          + "linked into ${cfg.data-dir}/models; set one of the two."
        );
      }
      {
        assertion =
          (cfg.options.tls-certfile == null)
          == (cfg.options.tls-keyfile == null);
        message = (
          "services.comfyui.options.tls-certfile: it and tls-keyfile "
          + "need each other."
        );
      }
    ]
    ++ sdopsLib.arguments.assertionsFor {
      inherit table;
      path = "services.comfyui.options";
      values = cfg.options;
      inherit (cfg.package) version;
    };

    networking.firewall.allowedTCPPorts = lib.mkIf cfg.open-firewall [
      cfg.port
    ];

    sdops.apps.comfyui = {
      checkpoint =
        if checkpoints == { } then
          null
        else
          "${firstCheckpoint}.${checkpoints.${firstCheckpoint}.format}";
      # 500 when the GPU is lost, which nothing else tells.
      health-check = "/system_stats";
      inherit (cfg) listen port;
      state-files = [ "${userDir}/comfyui.db" ];
      unit = "comfyui.service";
    };

    services.comfyui = {
      finalPackage =
        if cfg.extraPackages == null && cfg.declared-nodes == { } then
          cfg.package
        else
          (cfg.package.withPackages
            or (extraPackages: cfg.package.override { inherit extraPackages; })
          )
            extraPackages;
      # torch finds no GPU there, and ComfyUI doesn't start without being told.
      options.video-ram = lib.mkIf (
        config.sdops.gpu.vendor == "none" && cfg.options.cpu != false
      ) (lib.mkDefault "cpu");
    };

    systemd = {
      services.comfyui = {
        # Models may be asked for as soon as the port is open; without the
        # driver's modules it doesn't start.
        after = [
          "comfyui-models.service"
          "network-online.target"
          "systemd-modules-load.service"
        ];
        description = "ComfyUI";
        environment = {
          HOME = cfg.data-dir;
          # torch asks for the user's name without it.
          TORCHINDUCTOR_CACHE_DIR = "/var/cache/comfyui/inductor";
        };
        serviceConfig =
          sdopsLib.hardening
          // data.serviceConfig
          // {
            CacheDirectory = "comfyui";
            ExecStart = utils.escapeSystemdExecArgs words;
            ExecStartPre = run ./link-nodes.sh [
              nodes
              "${cfg.data-dir}/custom_nodes"
            ];
            ExecStop = run ./stop-comfyui.sh [
              (lib.getExe pkgs.curl)
              url
            ];
            Group = cfg.group;
            ReadWritePaths = written;
            Restart = "always";
            RestartSec = "15s";
            Type = "exec";
            User = cfg.user;
            WorkingDirectory = cfg.data-dir;
          };
        wantedBy = [ "multi-user.target" ];
        wants = [
          "comfyui-models.service"
          "network-online.target"
          "systemd-modules-load.service"
        ];
      };
      tmpfiles.settings = lib.mkIf (data.tmpfiles != { }) {
        "10-comfyui" = data.tmpfiles;
      };
    };

    users = {
      groups = lib.mkIf (cfg.group == "comfyui") { comfyui = { }; };
      users = lib.mkIf (cfg.user == "comfyui") {
        comfyui = {
          inherit (cfg) group;
          home = cfg.data-dir;
          isSystemUser = true;
        };
      };
    };
  };
}
