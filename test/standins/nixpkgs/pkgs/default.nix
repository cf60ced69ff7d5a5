# The package set: one fixed point, with overlays on top, as in nixpkgs.
{
  lib,
  system,
  config ? { },
  overlays ? [ ],
}:
let
  base =
    final:
    {
      _type = "pkgs";
      inherit
        config
        lib
        overlays
        system
        ;
      path = ../.;
      callPackage =
        path: extra:
        let
          f = if builtins.isFunction path then path else import path;
        in
        f (
          builtins.intersectAttrs (builtins.functionArgs f) final // extra
        );
      stdenv = {
        cc.cc.lib = final.light {
          pname = "gcc-lib";
          version = "15.2.0";
        };
        hostPlatform = {
          inherit system;
          isLinux = lib.hasSuffix "-linux" system;
          isx86_64 = system == "x86_64-linux";
        };
      };
      runtimeShell = "/bin/bash";
    }
    // import ./builders.nix final
    // import ./fetchers.nix final
    // import ./writers.nix final
    // import ./tools.nix final
    // import ./linux.nix final
    // import ./cuda.nix final
    // import ./python.nix final
    // import ./apps.nix final
    // import ./testers.nix final;
  stack = builtins.foldl' (
    f: overlay: final:
    let
      prev = f final;
    in
    prev // overlay final prev
  ) base overlays;
in
lib.fix stack
