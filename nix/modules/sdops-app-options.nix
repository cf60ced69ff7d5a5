# What services.sdops-app.<name> may say.
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
          type = sdopsLib.plainPath;
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
        tls = lib.mkOption {
          type = types.bool;
          default = false;
          description = "Whether its port speaks TLS.";
        };
        user = lib.mkOption {
          type = types.str;
          default = name;
          defaultText = lib.literalMD "the app's name";
          description = "The user that it runs as; by default one is made.";
        };
      };
    };
in
{
  key = "sdops/sdops-app-options";

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
}
