# NVIDIA's driver, switched on by services.xserver.videoDrivers as on NixOS.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.boot.kernelPackages) nvidiaPackages;
  cfg = config.hardware.nvidia;
  driver = cfg.package;
  modeset = "nvidia-drm.modeset=1";
  listed = builtins.elem "nvidia" config.services.xserver.videoDrivers;
  enabled = listed || cfg.datacenter.enable;
in
{
  config = lib.mkMerge [
    {
      hardware.nvidia = {
        inherit enabled;
        branch = lib.mkOptionDefault (
          if cfg.datacenter.enable then "dc" else "stable"
        );
        gsp.enable = lib.mkOptionDefault (
          cfg.open == true || lib.versionAtLeast driver.version "555"
        );
        modesetting.enable = lib.mkOptionDefault (
          lib.versionAtLeast driver.version "535"
        );
        open = lib.mkOptionDefault (
          if lib.versionOlder driver.version "560" then false else null
        );
        package = lib.mkOptionDefault nvidiaPackages.${cfg.branch};
      };
    }
    (lib.mkIf enabled {
      assertions = [
        {
          assertion = !(listed && cfg.datacenter.enable);
          message = (
            "You cannot configure both X11 and Data Center drivers at the "
            + "same time."
          );
        }
        {
          assertion = cfg.open != null || cfg.datacenter.enable;
          message =
            "You must configure `hardware.nvidia.open` on NVIDIA driver "
            + "versions >= 560.\nIt is suggested to use the open source "
            + "kernel modules on Turing or later GPUs (RTX series, GTX "
            + "16xx), and the closed source modules otherwise.\n";
        }
        {
          assertion = !cfg.open || driver.open != null;
          message = (
            "This version of NVIDIA driver does not provide a "
            + "corresponding opensource kernel driver"
          );
        }
      ];
      boot = {
        blacklistedKernelModules = [
          "nouveau"
          "nvidiafb"
        ];
        extraModulePackages = [
          (if cfg.open == true then driver.open else driver.closedModule)
        ];
        # The others are udev's, for a GPU that it finds.
        kernelModules = lib.optionals (cfg.open == true) [ "nvidia_uvm" ];
        kernelParams = lib.optional cfg.modesetting.enable modeset;
      };
      environment.systemPackages = [ driver.bin ];
      hardware.graphics = {
        enable = lib.mkDefault true;
        extraPackages = [ driver ];
      };
      # What the rehearsal's nvidia-smi takes for the library it was linked to.
      system.systemBuilderCommands = ''
        mkdir -p $out/sdlab
        echo '${driver.version}' > $out/sdlab/nvidia-lib-version
      '';
      # NVIDIA's module asks for it; no container starts it.
      systemd.services.acpid = {
        description = "ACPI Daemon";
        serviceConfig.ExecStart = "/usr/sbin/acpid --foreground --netlink";
        unitConfig = {
          ConditionPathExists = [ "/proc/acpi" ];
          ConditionVirtualization = "!systemd-nspawn";
        };
        wantedBy = [ "multi-user.target" ];
      };
      systemd.services.nvidia-persistenced =
        lib.mkIf cfg.nvidiaPersistenced
          {
            after = [ "systemd-modules-load.service" ];
            description = "NVIDIA Persistence Daemon";
            serviceConfig = {
              ExecStart = "${driver.persistenced}/bin/nvidia-persistenced";
              Restart = "always";
            };
            wantedBy = [ "multi-user.target" ];
            wants = [ "systemd-modules-load.service" ];
          };
    })
  ];
}
