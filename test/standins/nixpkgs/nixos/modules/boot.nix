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
  modules = pkgs.writeText "nixos.conf" (
    lib.concatLines (lib.unique cfg.kernelModules)
  );
  # What udev loads for a GPU that it finds; rehearsal hosts have no udev.
  found =
    lib.optionals
      (builtins.elem "nvidia" config.services.xserver.videoDrivers)
      [
        "nvidia"
        "nvidia_modeset"
        "nvidia_drm"
        "nvidia_uvm"
      ];
in
{
  config = {
    assertions = [
      {
        assertion =
          cfg.loader.grub.enable
          -> cfg.loader.grub.devices != [ ] || cfg.loader.grub.device != "";
        message = (
          "You must set the option ‘boot.loader.grub.devices’ or "
          + "'boot.loader.grub.mirroredBoots' to make the system "
          + "bootable."
        );
      }
    ];
    boot = {
      kernelPackages = lib.mkDefault pkgs.linuxPackages;
      kernelParams = [ "loglevel=${toString cfg.consoleLogLevel}" ];
    };
    environment.etc = {
      "modprobe.d/nixos.conf".text =
        lib.concatMapStrings (
          m: "blacklist ${m}\n"
        ) cfg.blacklistedKernelModules
        + cfg.extraModprobeConfig;
      "modules-load.d/nixos.conf".source = modules;
      "sysctl.d/60-nixos.conf".text = lib.concatStrings (
        lib.mapAttrsToList (
          name: value:
          lib.optionalString (value != null)
            "${name}=${if value == false then "0" else toString value}\n"
        ) cfg.kernel.sysctl
      );
    };
    # Loads what the stand-in knows; other modules are the outer kernel's.
    systemd.services.systemd-modules-load = {
      before = [ "sysinit.target" ];
      conflicts = [ "shutdown.target" ];
      description = "Load Kernel Modules";
      restartTriggers = [ modules ];
      script = ''
        failed=0
        for module in ${toString found} $(sed -n '/^nvidia/p' ${modules}); do
          ${pkgs.kmod}/bin/modprobe "$module" || failed=1
        done
        exit $failed
      '';
      serviceConfig = {
        RemainAfterExit = true;
        SuccessExitStatus = "0 1";
        Type = "oneshot";
      };
      unitConfig.DefaultDependencies = false;
      wantedBy = [ "multi-user.target" ];
    };
    system = {
      build = {
        initialRamdisk = pkgs.makeInitrd cfg.kernelPackages.kernel (
          cfg.initrd.availableKernelModules ++ cfg.initrd.kernelModules
        );
        installBootLoader = "/opt/sdlab/standins/boot-loader/install";
        inherit (cfg.kernelPackages) kernel;
      };
      modulesTree = [
        cfg.kernelPackages.kernel
      ]
      ++ cfg.extraModulePackages;
    };
  };
}
