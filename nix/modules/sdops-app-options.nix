# The options of services.sdops-app.<name>.
{ lib, pkgs, ... }:
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
          description = "Whether to run it.";
        };
        after = lib.mkOption {
          type = types.listOf types.str;
          default = [ ];
          example = [ "postgresql.service" ];
          description = "Units to start before it.";
        };
        command = lib.mkOption {
          type = types.nonEmptyListOf types.str;
          example = lib.literalExpression ''
            [ (lib.getExe pkgs.ollama) "serve" ]
          '';
          description = ''
            The program's absolute path and its arguments, one word each.
          '';
        };
        data-dir = lib.mkOption {
          type = sdopsLib.plainPath;
          default = "/var/lib/${name}";
          defaultText = lib.literalMD "`/var/lib/<name>`";
          description = "Its state, home and working directory.";
        };
        environment = lib.mkOption {
          type = types.attrsOf types.str;
          default = { };
          example.OLLAMA_HOST = "127.0.0.1";
          description = "Environment variables; no place for secrets.";
        };
        health-check = lib.mkOption {
          type = types.nullOr (types.strMatching "/[^[:space:]]*");
          default = null;
          example = "/api/version";
          description = ''
            A path that answers 2xx when the app can serve. Without it, the app
            is healthy when its port accepts connections.
          '';
        };
        listen = lib.mkOption {
          type = types.listOf types.str;
          default = [ "127.0.0.1" ];
          description = ''
            The addresses that its command makes it listen on: where sdops
            reaches it.
          '';
        };
        open-firewall = lib.mkOption {
          type = types.bool;
          default = false;
          description = "Open its ports to other machines.";
        };
        package = lib.mkOption {
          type = types.nullOr (
            types.coercedTo types.str (packageOf name) types.package
          );
          default = null;
          example = "ollama";
          description = "The package with its program, or its name in nixpkgs.";
        };
        port = lib.mkOption {
          type = types.port;
          example = 11434;
          description = "Port for health checks.";
        };
        ports = lib.mkOption {
          type = types.listOf types.port;
          default = [ ];
          description = "Its other ports.";
        };
        tls = lib.mkOption {
          type = types.bool;
          default = false;
          description = "Whether its port uses TLS.";
        };
        user = lib.mkOption {
          type = types.str;
          default = name;
          defaultText = lib.literalMD "the app's name";
          description = "The user it runs as; the default one is created.";
        };
      };
    };
in
{
  key = "sdops/sdops-app-options";

  options.services.sdops-app = lib.mkOption {
    type = types.attrsOf (types.submodule app);
    default = { };
    description = "Services to deploy and prove, by name.";
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
}
