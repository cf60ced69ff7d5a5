# The systems that fresh rehearsal hosts have, by the rehearsal nixpkgs: the
# plain one, that of the flavour fish, and what a drifted host's profile names.
let
  line = builtins.head (builtins.split "\n" (builtins.readFile /etc/sdlab/nixpkgs));

  nixpkgs = builtins.getFlake "path:${line}";

  system = modules:
    (nixpkgs.lib.nixosSystem {
      inherit modules;
      system = builtins.currentSystem;
    }).config.system.build.toplevel;
in
{
  drifted = system [
    ./configuration.nix
    { environment.etc."drifted".text = "set in the profile, never run"; }
  ];

  fish = system [
    ./configuration.nix
    ./fish.nix
  ];

  plain = system [ ./configuration.nix ];
}
