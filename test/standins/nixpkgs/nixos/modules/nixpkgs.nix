# The package set that modules get as `pkgs`.
{ config, lib, ... }:
let
  platform = config.nixpkgs.hostPlatform;
in
{
  config = {
    _module.args = {
      inherit (config.nixpkgs) pkgs;
      utils = import ../lib/utils.nix { inherit lib; };
    };
    nixpkgs = {
      hostPlatform = lib.mkOptionDefault config.nixpkgs.system;
      pkgs = lib.mkOptionDefault (
        import ../../pkgs {
          inherit lib;
          inherit (config.nixpkgs) config overlays;
          system = platform.system or platform;
        }
      );
    };
  };
}
