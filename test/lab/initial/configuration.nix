# What a rehearsal host runs before its first deployment.
{ config, lib, ... }:
{
  imports = [ ./hardware-configuration.nix ];

  boot.loader.systemd-boot.enable = true;

  # The machine gives the name until an inventory does.
  networking.hostName = lib.mkOverride 1400 "";

  hardware.nvidia = {
    nvidiaPersistenced = true;
    open = false;
    package = config.boot.kernelPackages.nvidiaPackages.legacy_580;
  };
  nixpkgs.config.allowUnfree = true;
  services.xserver.videoDrivers = [ "nvidia" ];

  services.openssh.enable = true;

  system.stateVersion = "24.05";

  users.users.ops = {
    extraGroups = [ "wheel" ];
    isNormalUser = true;
  };

  security.sudo.wheelNeedsPassword = false;
}
