# The machine of a test in virtual machines as a rehearsal host's system, and
# the script of that test.
{ name }:
let
  lineOf =
    path:
    builtins.head (builtins.split "\n" (builtins.readFile path));

  debian = lineOf /etc/sdlab/debian;

  flake = builtins.getFlake "path:${lineOf /etc/sdlab/nixpkgs}";

  check = import (./nix/tests + "/${name}.nix");

  # A virtual machine's options, and none of its GPUs; here the hardware is as
  # it is.
  hardware =
    { lib, ... }:
    {
      options.virtualisation =
        lib.genAttrs
          [
            "useBootLoader"
            "useEFIBoot"
          ]
          (
            _:
            lib.mkOption {
              type = lib.types.bool;
              default = false;
            }
          );
      config.services.xserver.videoDrivers = lib.mkForce [ ];
    };
in
{
  script = check.testScript;

  system =
    (flake.lib.nixosSystem {
      modules = [
        "${debian}/machine.nix"
        ./configuration.nix
        check.nodes.machine
        hardware
      ];
    }).config.system.build.toplevel;
}
