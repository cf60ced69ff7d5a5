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
  inherit (lib) types;

  packageOf =
    name: package:
    lib.attrByPath (lib.splitString "." package) (throw (
      "services.sdops-app.${name}.package: nixpkgs has no ${package}."
    )) pkgs;

  app =
    { name, ... }:
    {
      options = {
        enable = lib.mkOption {
          type = types.bool;
          default = true;
          description = "Whether it runs.";
        };
        after = lib.mkOption {
          type = types.listOf types.str;
          default = [ ];
          example = [ "postgresql.service" ];
          description = "Units that must have started before it.";
        };
        command = lib.mkOption {
          type = types.nonEmptyListOf types.str;
          example = lib.literalExpression ''
            [ (lib.getExe pkgs.ollama) "serve" ]
          '';
          description = ''
            The program, by an absolute path, and its arguments, a word each.
          '';
        };
        data-dir = lib.mkOption {
          type = types.path;
          default = "/var/lib/${name}";
          defaultText = lib.literalMD "`/var/lib/<name>`";
          description = "Its state, home and working directory.";
        };
        environment = lib.mkOption {
          type = types.attrsOf types.str;
          default = { };
          example.OLLAMA_HOST = "127.0.0.1";
          description = "Environment variables. Secrets don't belong here.";
        };
        health-check = lib.mkOption {
          type = types.nullOr (types.strMatching "/[^[:space:]]*");
          default = null;
          example = "/api/version";
          description = ''
            A path that answers 2xx when it can serve; without one, that the
            port takes a connection must do.
          '';
        };
        listen = lib.mkOption {
          type = types.listOf types.str;
          default = [ "127.0.0.1" ];
          description = ''
            The addresses that its command makes it listen on, for whoever asks
            it.
          '';
        };
        open-firewall = lib.mkOption {
          type = types.bool;
          default = false;
          description = "Whether others may reach its ports.";
        };
        package = lib.mkOption {
          type = types.nullOr (
            types.coercedTo types.str (packageOf name) types.package
          );
          default = null;
          example = "ollama";
          description = "A package with its program, or its name in nixpkgs.";
        };
        port = lib.mkOption {
          type = types.port;
          example = 11434;
          description = "The port that is asked for its health.";
        };
        ports = lib.mkOption {
          type = types.listOf types.port;
          default = [ ];
          description = "Further ports of it.";
        };
        user = lib.mkOption {
          type = types.str;
          default = name;
          defaultText = lib.literalMD "the app's name";
          description = "The user that it runs as; by default one is made.";
        };
      };
    };

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

  imports = [ ./sdops-host.nix ];

  options.services.sdops-app = lib.mkOption {
    type = types.attrsOf (types.submodule app);
    default = { };
    description = "Services that sdops deploys and proves, by name.";
    example = lib.literalExpression ''
      {
        ollama = {
          command = [ "ollama" "serve" ];
          health-check = "/api/version";
          package = pkgs.ollama;
          port = 11434;
        };
      }
    '';
  };

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
      inherit (app) health-check listen port;
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
