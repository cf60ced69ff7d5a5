# A small nixpkgs for rehearsal hosts: real modules, real derivations, no
# network. See README.md.
{
  description = "The rehearsal nixpkgs";

  outputs =
    { self }:
    let
      lib = import ./lib;
      platforms = [
        "aarch64-darwin"
        "aarch64-linux"
        "x86_64-linux"
      ];
    in
    {
      lib = lib // {
        nixosSystem =
          args:
          import ./nixos/lib/eval-config.nix (
            {
              inherit lib;
              system = null;
            }
            // args
          );
      };
      legacyPackages = lib.genAttrs platforms (
        system: import ./. { inherit system; }
      );
    };
}
