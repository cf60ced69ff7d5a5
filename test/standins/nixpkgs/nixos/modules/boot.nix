# Kernel, initrd, boot loader. The loader is the stand-in, whatever kind the
# configuration asks for.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.boot;
in
{
  config = {
    assertions = [
      {
        assertion = cfg.loader.grub.enable -> cfg.loader.grub.devices != [ ] || cfg.loader.grub.device != "";
        message = "You must set the option ‘boot.loader.grub.devices’ or 'boot.loader.grub.mirroredBoots' to make the system bootable.";
      }
    ];
    boot = {
      kernelPackages = lib.mkDefault pkgs.linuxPackages;
      kernelParams = [ "loglevel=${toString cfg.consoleLogLevel}" ];
    };
    environment.etc = {
      "modprobe.d/nixos.conf".text =
        lib.concatMapStrings (m: "blacklist ${m}\n") cfg.blacklistedKernelModules
        + cfg.extraModprobeConfig;
      "sdlab-kernel-modules".text = lib.concatLines cfg.kernelModules;
      "sysctl.d/60-nixos.conf".text = lib.concatStrings (
        lib.mapAttrsToList (
          name: value: lib.optionalString (value != null) "${name}=${if value == false then "0" else toString value}\n"
        ) cfg.kernel.sysctl
      );
    };
    system = {
      build = {
        initialRamdisk = pkgs.makeInitrd cfg.kernelPackages.kernel (
          cfg.initrd.availableKernelModules ++ cfg.initrd.kernelModules
        );
        installBootLoader = "/opt/sdlab/standins/boot-loader/install";
        inherit (cfg.kernelPackages) kernel;
      };
      modulesTree = [ cfg.kernelPackages.kernel ] ++ cfg.extraModulePackages;
    };
  };
}
