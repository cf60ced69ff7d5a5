# The systems that fresh rehearsal hosts have, by the rehearsal nixpkgs: the
# plain one, that of the flavour fish, and what a drifted host's profile names.
let
  text = builtins.readFile /etc/sdlab/nixpkgs;

  path = builtins.head (builtins.split "\n" text);

  nixpkgs = builtins.getFlake "path:${path}";

  system =
    modules:
    (nixpkgs.lib.nixosSystem {
      inherit modules;
      system = builtins.currentSystem;
    }).config.system.build.toplevel;
in
{
  drifted = system [
    ./configuration.nix
    {
      environment.etc."drifted".text = "set in the profile, never run";
    }
  ];

  fish = system [
    ./configuration.nix
    ./fish.nix
  ];

  plain = system [ ./configuration.nix ];
}
