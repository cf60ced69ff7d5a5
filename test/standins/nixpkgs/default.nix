# Packages without a flake: `import <nixpkgs> { }`.
{
  system ? builtins.currentSystem,
  config ? { },
  overlays ? [ ],
}:
import ./pkgs {
  lib = import ./lib;
  inherit config overlays system;
}
