# What the generated flake.nix gives: one system for each inventory/<host>.json.
# Evaluating one host reads that host's slice and files, and no other's.
{
  # The flake's inputs; nixpkgs is one of them.
  inputs,
  # The folder with one JSON file a host.
  inventory,
  # The folder with the hosts' own Nix files, one folder a host.
  modules,
}:
let
  inherit (inputs.nixpkgs) lib;
  sdopsLib = import ./lib { inherit lib; };

  hostNames = map (lib.removeSuffix ".json") (
    builtins.filter (lib.hasSuffix ".json") (
      builtins.attrNames (builtins.readDir inventory)
    )
  );

  evaluate =
    name:
    let
      slice = builtins.fromJSON (
        builtins.readFile (inventory + "/${name}.json")
      );
    in
    lib.nixosSystem {
      modules = [
        ./modules/all.nix
        (import ./modules/inventory.nix { inherit name slice; })
      ]
      ++ map (sdopsLib.hostModule {
        inherit inputs;
        folder = modules + "/${name}";
      }) (slice.modules or [ ]);
    };

  nixosConfigurations = lib.genAttrs hostNames evaluate;
in
{
  inherit nixosConfigurations;
  lib = sdopsLib;
  nixosModules = {
    comfyui = ./modules/comfyui.nix;
    default = ./modules/all.nix;
    gpu = ./modules/gpu.nix;
    sdops-host = ./modules/sdops-host.nix;
    stable-diffusion-webui = ./modules/stable-diffusion-webui.nix;
  };

  # What sdops asks of a host, in one evaluation: JSON.
  sdops = builtins.mapAttrs (
    _:
    { config, ... }:
    {
      inherit (config.sdops) host;
      machine = sdopsLib.machine config;
      system = config.system.build.toplevel.drvPath;
      toplevel = config.system.build.toplevel.outPath;
    }
  ) nixosConfigurations;
}
