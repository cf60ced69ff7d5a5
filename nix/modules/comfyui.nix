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

  app = sdopsLib.mkApp {
    inherit cfg;
    command = utils.escapeSystemdExecArgs words;
    description = "ComfyUI";
    # Without it, torch looks up the user's name.
    environment.TORCHINDUCTOR_CACHE_DIR = "/var/cache/comfyui/inductor";
    # ComfyUI doesn't start without custom_nodes.
    folders = [
      "custom_nodes"
      "input"
      "models"
      "output"
      "user"
    ];
    name = "comfyui";
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
    ./comfyui-queue.nix
    ./sdops-host.nix
  ];

  # nixpkgs has a module of that name since 26.11.
  disabledModules = [ "services/misc/comfyui.nix" ];

  config = lib.mkIf cfg.enable {
    networking.firewall.allowedTCPPorts = lib.mkIf cfg.open-firewall [
      cfg.port
    ];

    sdops.apps.comfyui = app.facts // {
      checkpoint = cfg.gate-checkpoint;
      custom-nodes = builtins.attrNames cfg.custom-nodes;
      # Answers 500 when the GPU is lost, which nothing else shows.
      health-check = "/system_stats";
      inherit (cfg) listen;
      # With a key, it speaks only TLS.
      tls = cfg.options.tls-keyfile != null;
      state-files = places.database;
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
      # torch finds no GPU there, and ComfyUI must be told so to start.
      options.video-ram = lib.mkIf (
        config.sdops.gpu.vendor == "none" && cfg.options.cpu != false
      ) (lib.mkDefault "cpu");
    };

    systemd = {
      services.comfyui = lib.mkMerge [
        app.service
        {
          # Clients may ask for models as soon as the port is open.
          after = lib.mkBefore [ "comfyui-models.service" ];
          serviceConfig = {
            CacheDirectory = "comfyui";
            ExecStartPre = [
              (run ./link-nodes.sh [
                nodes
                "${cfg.data-dir}/custom_nodes"
              ])
            ];
          };
          wants = lib.mkBefore [ "comfyui-models.service" ];
        }
      ];
      tmpfiles.settings = app.tmpfiles;
    };

    users = {
      inherit (app) groups users;
    };
  };
}
