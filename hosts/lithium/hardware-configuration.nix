# As `nixos-generate-config` writes it on the machine.
{
  fileSystems."/" = {
    device = "/dev/disk/by-uuid/5d0a9d42-1c5e-4b8e-9a50-0b2f5f4c7a11";
    fsType = "ext4";
  };

  fileSystems."/boot" = {
    device = "/dev/disk/by-uuid/9C1B-7E42";
    fsType = "vfat";
  };

  hardware.enableRedistributableFirmware = true;

  nixpkgs.hostPlatform = "x86_64-linux";
}
