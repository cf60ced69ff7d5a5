# What lib.nixosSystem does: the rehearsal's own modules and the user's, as one.
{
  lib ? import ../../lib,
  modules,
  system ? null,
  specialArgs ? { },
  extraModules ? [ ],
  prefix ? [ ],
  ...
}:
let
  baseModules = import ../modules/module-list.nix;
  evaluated = lib.evalModules {
    class = "nixos";
    inherit prefix;
    modules =
      baseModules
      ++ [
        {
          _file = "nixos/lib/eval-config.nix";
          config = {
            _module.args = { inherit baseModules extraModules modules; };
            nixpkgs.system = lib.mkIf (system != null) (lib.mkDefault system);
          };
        }
      ]
      ++ extraModules
      ++ modules;
    specialArgs = {
      modulesPath = toString ../modules;
    }
    // specialArgs;
  };
  # As in nixpkgs, an extended system has them too.
  withExtraAttrs =
    configuration:
    configuration
    // {
      inherit lib;
      inherit (configuration._module.args) pkgs;
      extendModules =
        args: withExtraAttrs (configuration.extendModules args);
    };
in
withExtraAttrs evaluated
