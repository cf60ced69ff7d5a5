# services.sdops-app.<name>: any other program that serves, deployed and proved
# like the apps that sdops knows by name.
{
  config,
  lib,
  pkgs,
  utils,
  ...
}:
let
  sdopsLib = import ../lib { inherit lib; };

  apps = lib.filterAttrs (
    _: app: app.enable
  ) config.services.sdops-app;
  own = lib.filterAttrs (name: app: app.user == name) apps;
  each = f: lib.mkMerge (lib.mapAttrsToList f apps);
  known = [
    "comfyui"
    "stable-diffusion-webui"
  ];
  hasSlash = lib.hasInfix "/";
  words =
    app:
    let
      program = builtins.head app.command;
    in
    [
      (
        if hasSlash program then
          program
        else
          lib.getExe' app.package program
      )
    ]
    ++ builtins.tail app.command;
  dataOf =
    app:
    sdopsLib.dataDirectory {
      inherit (app) user;
      group = app.user;
      path = app.data-dir;
    };
in
{
  key = "sdops/sdops-app";

  imports = [
    ./sdops-app-options.nix
    ./sdops-host.nix
  ];

  config = {
    assertions = lib.concatLists (
      lib.mapAttrsToList (name: app: [
        {
          assertion =
            if hasSlash (builtins.head app.command) then
              lib.hasPrefix "/" (builtins.head app.command)
            else
              app.package != null;
          message = (
            "services.sdops-app.${name}.command: the program must be an "
            + "absolute path or one of a package."
          );
        }
        {
          assertion = builtins.match "[a-z][a-z0-9-]*" name != null;
          message = (
            "services.sdops-app.${name}: a name is made of a-z, 0-9 and -."
          );
        }
        {
          assertion = !(builtins.elem name known);
          message = (
            "services.sdops-app.${name}: that is services.${name}, which "
            + "knows more of it."
          );
        }
      ]) apps
    );

    networking.firewall.allowedTCPPorts = each (
      _: app: lib.mkIf app.open-firewall ([ app.port ] ++ app.ports)
    );

    sdops.apps = builtins.mapAttrs (name: app: {
      inherit (app)
        health-check
        listen
        port
        tls
        user
        ;
      folders = (dataOf app).made.right;
      kind = "custom";
      unit = "${name}.service";
    }) apps;

    systemd = {
      services = builtins.mapAttrs (name: app: {
        after = [
          "network-online.target"
          "systemd-modules-load.service"
        ]
        ++ app.after;
        description = name;
        environment = {
          HOME = app.data-dir;
        }
        // app.environment;
        serviceConfig =
          sdopsLib.hardening
          // (dataOf app).serviceConfig
          // {
            ExecStart = utils.escapeSystemdExecArgs (words app);
            Restart = "always";
            RestartSec = "15s";
            Type = "exec";
            User = app.user;
            WorkingDirectory = app.data-dir;
          };
        wantedBy = [ "multi-user.target" ];
        wants = [
          "network-online.target"
          "systemd-modules-load.service"
        ]
        ++ app.after;
      }) apps;
      tmpfiles.settings = each (
        name: app:
        lib.mkIf ((dataOf app).tmpfiles != { }) {
          "10-${name}" = (dataOf app).tmpfiles;
        }
      );
    };

    users = {
      groups = builtins.mapAttrs (_: _: { }) own;
      users = builtins.mapAttrs (name: app: {
        group = name;
        home = app.data-dir;
        isSystemUser = true;
      }) own;
    };
  };
}
