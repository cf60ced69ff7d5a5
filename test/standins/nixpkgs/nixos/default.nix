# A system without a flake: `nix-build '<nixpkgs/nixos>' -A system`.
{
  configuration ? <nixos-config>,
  system ? builtins.currentSystem,
}:
let
  evaluated = import ./lib/eval-config.nix {
    lib = import ../lib;
    inherit system;
    modules = [ configuration ];
  };
in
{
  inherit (evaluated) config options pkgs;
  system = evaluated.config.system.build.toplevel;
}
