# The inventory as options: hosts/<name>.yaml reaches the configuration
# unchanged, and errors name inventory/<name>.json.
{ name, slice }:
{ lib, ... }:
let
  builders = slice.builders or [ ];
  caches = slice.caches or [ ];
  # As ssh has it: Nix wants brackets around an IPv6 address.
  addressOf =
    builder: builtins.replaceStrings [ "[" "]" ] [ "" "" ] builder.host;
  machine = builder: {
    inherit (builder) systems;
    hostName = builder.host;
    mandatoryFeatures = builder.mandatory-features;
    maxJobs = builder.max-jobs;
    protocol = "ssh-ng";
    publicHostKey = builder.host-key;
    speedFactor = builder.speed-factor;
    sshKey = builder.identity;
    sshUser = builder.user or null;
    supportedFeatures = builder.features;
  };
in
{
  _file = "inventory/${name}.json";
  config = {
    networking.hostName = lib.mkDefault name;
    nix = {
      # So that a nixos-rebuild without sdops uses them as well.
      buildMachines = map machine builders;
      distributedBuilds = lib.mkIf (builders != [ ]) (lib.mkDefault true);
      settings = lib.mkMerge [
        (lib.mkIf (builders != [ ]) {
          builders-use-substitutes = lib.mkDefault true;
        })
        (lib.mkIf (caches != [ ]) {
          substituters = map (cache: cache.url) caches;
          trusted-public-keys = map (cache: cache.key) caches;
        })
      ];
    };
    # How root's ssh, which Nix starts, finds builders on other ports, and
    # gives up one that is silent.
    programs.ssh.extraConfig = lib.mkMerge [
      (lib.mkIf (slice ? ssh-config) slice.ssh-config)
      (lib.mkIf (builders != [ ]) ''
        Host ${lib.concatMapStringsSep " " addressOf builders}
          ServerAliveCountMax 3
          ServerAliveInterval 10
      '')
    ];
    sdops = {
      inherit name;
      fleet-builder = slice.fleet-builder or { };
      fleet-cache = slice.fleet-cache or { };
      gpu = slice.gpu or { };
      secrets = slice.secrets or { };
    };
    services = lib.mkMerge [
      (slice.services or { })
      (lib.optionalAttrs (slice ? app-restart) {
        comfyui.restart = lib.mkDefault slice.app-restart;
      })
      (lib.optionalAttrs (slice ? quiet-hours) {
        comfyui.restart-hours = lib.mkDefault slice.quiet-hours;
      })
    ];
    system = {
      # Two deployers would undo each other's work; whoever wants both uses
      # mkForce.
      autoUpgrade.enable = lib.mkOverride 60 false;
    }
    // lib.optionalAttrs (slice ? state-version) {
      stateVersion = slice.state-version;
    };
  };
}
