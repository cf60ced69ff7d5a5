# Values that NixOS computes where the table has no constant.
{ config, lib, ... }:
{
  config = {
    boot.loader.grub.enable = lib.mkOptionDefault (
      !config.boot.loader.systemd-boot.enable
    );
    networking.hostName = lib.mkOptionDefault "nixos";
  };
}
