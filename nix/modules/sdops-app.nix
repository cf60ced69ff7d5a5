# services.sdops-app.<name>: any other service, deployed and proved like the
# apps that sdops knows by name.
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
  made = builtins.mapAttrs (
    name: cfg:
    sdopsLib.mkApp {
      inherit cfg name;
      inherit (cfg) environment;
      command = utils.escapeSystemdExecArgs (words cfg);
    }
  ) apps;
  each = f: lib.mkMerge (lib.mapAttrsToList f apps);
  all = part: lib.mkMerge (lib.catAttrs part (builtins.attrValues made));
  known = lib.importJSON ../data/known-apps.json;
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
            "services.sdops-app.${name}.command: give the program's absolute "
            + "path, or the package that has it."
          );
        }
        {
          assertion = builtins.match "[a-z][a-z0-9-]*" name != null;
          message = (
            "services.sdops-app.${name}: use only a-z, 0-9 and - in the name."
          );
        }
        {
          assertion = !(builtins.elem name known);
          message = (
            "services.sdops-app.${name}: use services.${name} instead."
          );
        }
      ]) apps
    );

    networking.firewall.allowedTCPPorts = each (
      _: app: lib.mkIf app.open-firewall ([ app.port ] ++ app.ports)
    );

    sdops.apps = builtins.mapAttrs (
      name: app:
      made.${name}.facts
      // {
        inherit (app) health-check listen tls;
        kind = "custom";
      }
    ) apps;

    systemd = {
      services = builtins.mapAttrs (
        name: app:
        lib.mkMerge [
          made.${name}.service
          {
            inherit (app) after;
            wants = app.after;
          }
        ]
      ) apps;
      tmpfiles.settings = all "tmpfiles";
    };

    users = {
      groups = all "groups";
      users = all "users";
    };
  };
}
