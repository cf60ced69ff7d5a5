# Virtual machines that prove on NixOS itself what deployments rely on:
# `nix build .#checks.x86_64-linux.rollback`.
{ pkgs }:
builtins.mapAttrs (_: test: pkgs.testers.runNixOSTest test) {
  activation = ./activation.nix;
  inhibitors = ./inhibitors.nix;
  one-shot = ./one-shot.nix;
  rollback = ./rollback.nix;
}
