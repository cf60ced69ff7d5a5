# Tests in virtual machines: their machines are evaluated and built, the script
# is written down, and nothing is run.
pkgs:
let
  inherit (pkgs) lib;

  # What nixpkgs' own test machines have beyond NixOS (qemu-vm.nix).
  machine = name: {
    boot.loader.systemd-boot.enable = lib.mkDefault true;
    fileSystems."/".device = "/dev/disk/by-label/nixos";
    networking.hostName = lib.mkDefault name;
    nixpkgs.hostPlatform = pkgs.system;
    system.stateVersion = lib.mkDefault "26.05";
  };
  options.options.virtualisation = {
    useBootLoader = lib.mkOption { type = lib.types.bool; };
    useEFIBoot = lib.mkOption { type = lib.types.bool; };
  };
  systemOf =
    name: node:
    (import ../nixos/lib/eval-config.nix {
      inherit lib;
      modules = [
        (machine name)
        node
        options
      ];
    }).config.system.build.toplevel;
in
{
  mkShellNoCC =
    { packages }:
    pkgs.buildEnv {
      name = "shell";
      paths = packages;
    };

  testers.runNixOSTest =
    file:
    let
      test = import file;
    in
    pkgs.runCommandLocal "vm-test-run-${test.name}" {
      inherit (test) testScript;
      nodes = lib.mapAttrsToList systemOf test.nodes;
      passAsFile = [ "testScript" ];
    } ''cat "$testScriptPath" >$out'';
}
