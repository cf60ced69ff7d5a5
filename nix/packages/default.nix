# What the flake offers as packages, by name.
{ pkgs }:
{
  sdops-host-tools = import ./host-tools.nix { inherit pkgs; };
}
