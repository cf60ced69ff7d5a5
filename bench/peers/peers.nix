# The flake's outputs where peers deploy from: those of sdops, and the same
# hosts as colmena and deploy-rs want them.
{ inputs, ... }@fleet:
let
  inherit (inputs) nixpkgs;
  inherit (nixpkgs) lib;
  outputs = import ./nix/outputs.nix fleet;
  addresses = lib.importJSON ./addresses.json;
  pkgs = nixpkgs.legacyPackages.x86_64-linux;

  # What each host is evaluated of, which colmena does by itself.
  ingredients =
    (import ./nix/outputs.nix (
      fleet
      // {
        inputs = inputs // {
          nixpkgs = nixpkgs // {
            lib = lib // {
              nixosSystem = ingredients: ingredients;
            };
          };
        };
      }
    )).nixosConfigurations;

  # An option of NixOS that colmena sets and the rehearsal nixpkgs lacks.
  pathUnits.options.systemd.paths = lib.mkOption {
    default = { };
    type = lib.types.attrsOf lib.types.unspecified;
  };
  hive =
    builtins.mapAttrs (name: of: {
      imports = of.modules ++ [ pathUnits ];
      deployment.targetHost = addresses.${name};
    }) ingredients
    // {
      meta = {
        nixpkgs = pkgs;
        nodeSpecialArgs = builtins.mapAttrs (
          _: of: of.specialArgs
        ) ingredients;
      };
    };

  # Its flake names inputs that can't be fetched; only its overlay is used.
  deployRs = (import "${inputs.deploy-rs}/flake.nix").outputs {
    inherit nixpkgs;
    self = { };
    utils.lib = {
      defaultSystems = [ ];
      eachSystem = _: _: { };
    };
  };
  activate =
    let
      overlaid = deployRs.overlays.default final pkgs;
      final = pkgs // {
        deploy-rs = overlaid.deploy-rs // {
          deploy-rs = inputs.deploy-rs;
        };
      };
    in
    final.deploy-rs.lib.activate.nixos;
in
outputs
// {
  colmenaHive = import "${inputs.colmena}/nix/eval.nix" {
    rawFlake.outputs.colmena = hive;
  };
  deploy.nodes = builtins.mapAttrs (name: system: {
    hostname = addresses.${name};
    profiles.system = {
      path = activate system;
      user = "root";
    };
    sshUser = "root";
  }) outputs.nixosConfigurations;
}
