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

  places = sdopsLib.comfyuiPlaces cfg.options;
  userDir =
    if cfg.options.user-directory == null then
      "${cfg.data-dir}/user"
    else
      cfg.options.user-directory;

  # Its own default lies beside its source, in the store.
  takesDatabase = lib.versionAtLeast cfg.package.version oldest.version;
  oldest = builtins.head table.sources;

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
    others = places.folders;
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
    ./comfyui-assertions.nix
    ./comfyui-models.nix
    ./comfyui-nodes.nix
    ./comfyui-options.nix
    ./comfyui-package.nix
    ./sdops-host.nix
  ];

  # nixpkgs has a module of that name from 26.11 on.
  disabledModules = [ "services/misc/comfyui.nix" ];

  config = lib.mkIf cfg.enable {
    networking.firewall.allowedTCPPorts = lib.mkIf cfg.open-firewall [
      cfg.port
    ];

    sdops.apps.comfyui = {
      checkpoint = cfg.gate-checkpoint;
      custom-nodes = builtins.attrNames cfg.custom-nodes;
      folders = data.made.right;
      further-folders = data.made.wrong;
      # 500 when the GPU is lost, which nothing else tells.
      health-check = "/system_stats";
      inherit (cfg) listen port;
      # It answers by TLS alone when it has a key.
      tls = cfg.options.tls-keyfile != null;
      state-files = places.database;
      unit = "comfyui.service";
      inherit (cfg) user;
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
      options.database-url = lib.mkIf takesDatabase (
        lib.mkDefault "sqlite:///${userDir}/comfyui.db"
      );
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
              config.sdops.apps.comfyui.url
            ];
            Group = cfg.group;
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
