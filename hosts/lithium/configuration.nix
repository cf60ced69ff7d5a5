# What the machine was before sdops, and stays: sdops only adds to it.
{
  boot.loader.efi.canTouchEfiVariables = true;
  boot.loader.systemd-boot.enable = true;

  networking.hostName = "lithium";

  # The login that sdops uses (`user` in hosts/fleet.yaml) must be able to
  # become root; put your own public key here.
  security.sudo.wheelNeedsPassword = false;

  services.openssh.enable = true;

  system.stateVersion = "24.05";

  users.users.ops = {
    extraGroups = [ "wheel" ];
    isNormalUser = true;
  };
}
