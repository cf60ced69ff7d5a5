# The outputs of the generated flake.nix: one system per inventory/<host>.json.
# Evaluating a host reads only that host's slice and files.
{
  # The flake's inputs; nixpkgs is one of them.
  inputs,
  # The folder with one JSON file a host; null without hosts.
  inventory ? null,
  # The folder with the hosts' own Nix files, one folder a host.
  modules ? null,
}:
let
  inherit (inputs) nixpkgs;
  inherit (nixpkgs) lib;
  platforms = import ./platforms.nix;
  sdopsLib = import ./lib { inherit lib; };

  hostNames =
    if inventory == null then
      [ ]
    else
      map (lib.removeSuffix ".json") (
        builtins.filter (lib.hasSuffix ".json") (
          builtins.attrNames (builtins.readDir inventory)
        )
      );

  nodesLock =
    name: modules + "/${name}/hosts/${name}/nodes.lock.json";

  evaluate =
    name:
    let
      slice = builtins.fromJSON (
        builtins.readFile (inventory + "/${name}.json")
      );
      entries = map (sdopsLib.hostModule {
        inherit inputs;
        folder = modules + "/${name}";
      }) (slice.modules or [ ]);
      # A system from the user's own flake brings its nixpkgs, modules and their
      # arguments.
      systems = builtins.filter isSystem entries;
      ours = [
        ./modules/all.nix
        (import ./modules/inventory.nix { inherit name slice; })
      ]
      ++ lib.optional (builtins.pathExists (nodesLock name)) {
        services.comfyui.nodes-lock = lib.importJSON (nodesLock name);
      }
      ++ builtins.filter (entry: !isSystem entry) entries;
    in
    if systems == [ ] then
      lib.nixosSystem {
        modules = ours;
        specialArgs = {
          inputs = removeAttrs inputs [ "self" ];
        };
      }
    else if builtins.length systems == 1 then
      (builtins.head systems).extendModules { modules = ours; }
    else
      throw "modules of ${name}: at most one of nixosConfigurations";

  isSystem =
    entry: builtins.isAttrs entry && (entry._type or "") == "configuration";

  nixosConfigurations = lib.genAttrs hostNames evaluate;

  # f: package set → outputs of one platform.
  forEach =
    systems: f:
    lib.genAttrs systems (
      system: f { pkgs = nixpkgs.legacyPackages.${system}; }
    );
in
{
  inherit nixosConfigurations;
  checks = forEach platforms.hosts (import ./tests);
  devShells = forEach platforms.control (
    { pkgs }: { default = import ./dev-shell.nix { inherit pkgs; }; }
  );
  lib = sdopsLib;
  nixosModules = import ./modules;
  packages = lib.genAttrs platforms.hosts (
    system: import ./packages/offered.nix { inherit nixpkgs system; }
  );

  # What sdops needs to know of a host, in one evaluation, as JSON.
  sdops = builtins.mapAttrs (
    _:
    { config, ... }:
    {
      inherit (config) warnings;
      inherit (config.sdops) host;
      changes = sdopsLib.changes config;
      machine = sdopsLib.machine config;
      system = config.system.build.toplevel.drvPath;
      toplevel = config.system.build.toplevel.outPath;
    }
  ) nixosConfigurations;

  # What caches have of a host's packages, by names of attributes.
  sdopsAsCachesHaveIt = builtins.mapAttrs (
    _: sdopsLib.asCachesHaveIt
  ) nixosConfigurations;

  # What `sdops nodes lock` builds of a host.
  sdopsNodes = builtins.mapAttrs (
    _:
    { config, pkgs, ... }:
    import ./nodes/workshop.nix { inherit config lib pkgs; }
  ) nixosConfigurations;
}
