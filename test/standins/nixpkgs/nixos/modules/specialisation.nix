# Variants of the system below specialisation/.
{
  config,
  extendModules,
  lib,
  ...
}:
let
  variant =
    s:
    (extendModules {
      modules = [
        s.configuration
        { specialisation = lib.mkForce { }; }
      ];
    }).config.system.build.toplevel;
in
{
  config.system.systemBuilderCommands = ''
    mkdir $out/specialisation
    ${lib.concatStrings (
      lib.mapAttrsToList (name: s: ''
        ln -s ${variant s} "$out/specialisation/${name}"
      '') config.specialisation
    )}
  '';
}
