# The system that a fresh rehearsal host which is NixOS has.
{ debian, nixpkgs }:
let
  flake = builtins.getFlake "path:${nixpkgs}";
in
(flake.lib.nixosSystem {
  modules = [
    "${debian}/machine.nix"
    ./configuration.nix
  ];
}).config.system.build.toplevel
