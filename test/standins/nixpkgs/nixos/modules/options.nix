# All options of NixOS that exist here: the table's.
{ lib, ... }:
{
  _file = "nixpkgs/nix/data/nixos-options.json";
  inherit (import ../lib/table.nix lib) options;
}
