# The GPU as the inventory tells it, and the driver that follows from it. A
# host's own configuration wins over each choice made here.
{
  config,
  lib,
  ...
}:
let
  cfg = config.sdops.gpu;
  generationOf = import ../lib/generation-of.nix { inherit lib; };
  capability = cfg.compute-capability;
  generation =
    if capability == null then null else generationOf capability;
  isNvidia = cfg.vendor == "nvidia";
in
{
  key = "sdops/gpu";

  options.sdops.gpu = {
    compute-capability = lib.mkOption {
      type = lib.types.nullOr lib.types.str;
      default = null;
      example = "6.1";
      description = "What `nvidia-smi --query-gpu=compute_cap` says.";
    };
    model = lib.mkOption {
      type = lib.types.nullOr lib.types.str;
      default = null;
      example = "GeForce GTX 1060 6GB";
      description = "The GPU's name, for people.";
    };
    vendor = lib.mkOption {
      type = lib.types.enum [
        "amd"
        "none"
        "nvidia"
      ];
      default = "none";
      description = "Whose GPU computes; `none` is a host without one.";
    };
  };

  config = lib.mkMerge [
    {
      assertions = [
        {
          assertion = isNvidia -> capability == null || generation != null;
          message = (
            "sdops.gpu.compute-capability: no generation of GPUs "
            + "is known for ${toString capability}."
          );
        }
      ];
    }
    (lib.mkIf isNvidia {
      hardware = {
        graphics.enable = lib.mkDefault true;
        # Keeps the driver initialised on a host without a screen.
        nvidia.nvidiaPersistenced = lib.mkDefault true;
      };
      nixpkgs.config = {
        # NVIDIA's driver and CUDA are unfree.
        allowUnfree = true;
        cudaSupport = true;
      };
      # NixOS loads the driver by this list, with and without X.
      services.xserver.videoDrivers = [ "nvidia" ];
    })
    (lib.mkIf (isNvidia && generation != null) {
      hardware.nvidia = {
        open = lib.mkDefault generation.open-module;
        package = lib.mkDefault (
          config.boot.kernelPackages.nvidiaPackages.${generation.driver-branch}
        );
      };
    })
    (lib.mkIf (cfg.vendor == "amd") {
      hardware.graphics.enable = lib.mkDefault true;
      nixpkgs.config.rocmSupport = true;
      services.xserver.videoDrivers = [ "amdgpu" ];
    })
  ];
}
