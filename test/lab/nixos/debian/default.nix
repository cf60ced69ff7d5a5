# Builds a NixOS configuration from nixpkgs' own modules with the files of
# Debian: for a machine that has them in /debian, and no package to download.
{
  config,
  lib,
  modulesPath,
  ...
}:
let
  tree = modulesPath + "/../..";

  replaced = lib.importJSON ./replaced.json;
in
{
  _module.args.pkgs = lib.mkForce (
    import tree {
      inherit (config.nixpkgs) config;
      localSystem = config.nixpkgs.hostPlatform;
      overlays = [
        (import ./overlay.nix replaced)
      ]
      ++ config.nixpkgs.overlays;
      stdenvStages =
        {
          config,
          localSystem,
          overlays,
          ...
        }:
        [
          (_: {
            inherit config overlays;
            stdenv = import ./standard-environment.nix {
              inherit
                config
                lib
                replaced
                tree
                ;
              system = localSystem;
            };
          })
        ];
    }
  );
}
