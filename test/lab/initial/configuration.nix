# What a rehearsal host runs before its first deployment.
{ lib, ... }:
{
  imports = [ ./hardware-configuration.nix ];

  boot.loader.systemd-boot.enable = true;

  networking.hostName = lib.mkDefault "";

  services.openssh.enable = true;

  system.stateVersion = "24.05";

  users.users.ops = {
    extraGroups = [ "wheel" ];
    isNormalUser = true;
  };

  security.sudo.wheelNeedsPassword = false;
}
