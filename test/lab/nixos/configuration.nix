# What a rehearsal host that is NixOS runs before its first deployment.
{ lib, ... }:
{
  boot.loader.systemd-boot.enable = true;

  hardware.nvidia = {
    branch = "legacy_580";
    nvidiaPersistenced = true;
    open = false;
  };

  # The machine gives the name until an inventory does.
  networking.hostName = lib.mkOverride 1400 "";

  nixpkgs.config = {
    allowUnfree = true;
    nvidia.acceptLicense = true;
  };

  security.sudo.wheelNeedsPassword = false;

  services.openssh = {
    enable = true;
    # Tests count sessions.
    settings.LogLevel = "VERBOSE";
  };

  services.xserver.videoDrivers = [ "nvidia" ];

  system.stateVersion = "24.05";

  users.users.ops = {
    extraGroups = [ "wheel" ];
    isNormalUser = true;
  };
}
