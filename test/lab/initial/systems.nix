# The system that a fresh rehearsal host runs, and one that a drifted host has
# in its profile; both by the rehearsal nixpkgs.
let
  nixpkgs = builtins.getFlake "path:${builtins.readFile /etc/sdlab/nixpkgs}";

  system = modules:
    (nixpkgs.lib.nixosSystem {
      inherit modules;
      system = builtins.currentSystem;
    }).config.system.build.toplevel;
in
{
  toplevel = system [ ./configuration.nix ];

  drifted = system [
    ./configuration.nix
    { environment.etc."drifted".text = "set in the profile, never run"; }
  ];
}
