# The GPU as the inventory describes it, and the driver and torch that follow
# from it. A host's own configuration overrides each choice made here.
{
  config,
  lib,
  options,
  pkgs,
  ...
}:
let
  cfg = config.sdops.gpu;
  sdopsLib = import ../lib { inherit lib; };
  table = builtins.fromJSON (
    builtins.readFile ../data/gpu-generations.json
  );
  capability = cfg.compute-capability;
  generation =
    if capability == null then
      null
    else
      sdopsLib.generationOf capability;
  isNvidia = cfg.vendor == "nvidia";

  branch =
    sdopsLib.driverBranchFor kernelPackages.nvidiaPackages
      generation;

  # Whether nixpkgs builds for this GPU by default.
  isDefault =
    capability == null
    || sdopsLib.runsOn table.torch.nixpkgs-cuda.capabilities capability;
  nvidia = config.hardware.nvidia;
  driver = nvidia.package;
  inherit (config.boot) kernelPackages;
  # 9.12 is for Turing and later (nixpkgs, cuda-modules/packages/cudnn.nix).
  cudnn = pkgs.cudaPackages.cudnn.version;
  # nixpkgs throws, with its own message, if the licence isn't accepted.
  isAccepted = (builtins.tryEval (driver.src or null)).success;
  # Its name since NixOS 24.11.
  graphics =
    if options.hardware ? graphics then "graphics" else "opengl";
  wheels = table.wheels.${table.torch.cuda12-6.cuda};

  # Weaker than the host's own modules, even with mkDefault, and stronger than
  # NixOS' defaults.
  suggest = lib.mkOverride 1200;
  isBoard = nvidia.datacenter.enable or false;
  isOpenSet = options.hardware.nvidia.open.highestPrio < 1200;
in
{
  key = "sdops/gpu";

  options.sdops.gpu = {
    compute-capability = lib.mkOption {
      type = lib.types.nullOr lib.types.str;
      default = null;
      example = "6.1";
      description = "The output of `nvidia-smi --query-gpu=compute_cap`.";
    };
    model = lib.mkOption {
      type = lib.types.nullOr lib.types.str;
      default = null;
      example = "GeForce GTX 1060 6GB";
      description = "The GPU's name, for people.";
    };
    torch = lib.mkOption {
      type = lib.types.nullOr (
        lib.types.enum [
          "nixpkgs"
          "wheel"
        ]
      );
      default = null;
      example = "nixpkgs";
      description = ''
        Where torch comes from, if not from where docs/gpus.md says: nixpkgs,
        whose torch may have to be compiled, or locked wheels.
      '';
    };
    torch-package = lib.mkOption {
      type = lib.types.nullOr lib.types.str;
      readOnly = true;
      description = ''
        The torch chosen for the GPU, a key of `torch` in
        nix/data/gpu-generations.json; null if none has kernels for it.
      '';
    };
    vendor = lib.mkOption {
      type = lib.types.enum [
        "amd"
        "none"
        "nvidia"
      ];
      default = "none";
      description = "The vendor of the GPU; `none` for a host without one.";
    };
  };

  config = lib.mkMerge [
    {
      assertions = [
        {
          assertion = isNvidia -> capability == null || generation != null;
          message = (
            "sdops.gpu.compute-capability: no known GPU generation has "
            + "${toString capability}."
          );
        }
        {
          assertion =
            cfg.torch-package == "cuda12-6"
            ->
              capability == null
              || sdopsLib.runsOn wheels.capabilities capability;
          message = (
            "sdops.gpu.torch: the wheels for CUDA "
            + "${table.torch.cuda12-6.cuda} have no kernels for "
            + "${toString capability}."
          );
        }
      ];
      sdops.gpu.torch-package = sdopsLib.torchFor {
        inherit (cfg) compute-capability torch vendor;
      };
    }
    (lib.mkIf isNvidia {
      assertions = [
        {
          assertion = isAccepted;
          message = (
            "hardware.nvidia.package: ${driver.version} has a licence of "
            + "NVIDIA's. Read it, then accept it in a module of the host: "
            + "nixpkgs.config.nvidia.acceptLicense = true"
          );
        }
      ];
      hardware = {
        ${graphics}.enable = suggest true;
        # Keeps the driver initialised on a host without a screen.
        nvidia.nvidiaPersistenced = suggest true;
      };
      # NVIDIA's driver and CUDA are unfree.
      nixpkgs.config.allowUnfree = true;
      # NixOS loads the driver by this list, with and without X; for a board
      # with NVSwitch, datacenter.enable alone does it.
      services.xserver.videoDrivers = lib.mkIf (!isBoard) [ "nvidia" ];
    })
    # Since 560, NixOS must be told which kernel module to take.
    (lib.mkIf (isNvidia && generation == null) {
      assertions = [
        {
          assertion = isOpenSet || lib.versionOlder driver.version "560";
          message = (
            "sdops.gpu.compute-capability: set it to the output of nvidia-smi "
            + "--query-gpu=compute_cap, or set hardware.nvidia.open: the right "
            + "kernel module depends on it."
          );
        }
      ];
      hardware.nvidia.open = suggest false;
    })
    (lib.mkIf (isNvidia && generation != null) {
      # The driver would ignore the GPU, and the host would have none.
      assertions = [
        {
          assertion = sdopsLib.takesDriver generation driver.version;
          message = (
            "hardware.nvidia.package: ${driver.version} no longer supports "
            + "GPUs such as the ${generation.example}; the last branch that "
            + "does is ${generation.driver-branch}."
          );
        }
        {
          assertion = nvidia.open != false || generation.closed-module;
          message = (
            "hardware.nvidia.open: GPUs such as the ${generation.example} "
            + "have only the open kernel module."
          );
        }
        {
          assertion =
            cfg.torch-package == "nixpkgs-cuda"
            -> generation.torch != "cuda12-6" || lib.versionOlder cudnn "9.12";
          message = (
            "sdops.gpu.torch: nixpkgs' torch can't be built for GPUs such as "
            + "the ${generation.example}: its cuDNN ${cudnn} dropped them. "
            + "Leave torch out, or set it to wheel."
          );
        }
        {
          assertion = nvidia.open != true || generation.open-module;
          message = (
            "hardware.nvidia.open: GPUs such as the ${generation.example} "
            + "have only the closed kernel module."
          );
        }
      ];
      hardware.nvidia = {
        # Before 560, NixOS takes the closed module for every GPU.
        open = suggest (
          generation.open-module
          && (
            !generation.closed-module
            || lib.versionAtLeast driver.version "560"
          )
        );
      }
      // lib.optionalAttrs (options.hardware.nvidia ? branch) {
        branch = lib.mkIf (!isBoard) (suggest branch);
      }
      // lib.optionalAttrs (!options.hardware.nvidia ? branch) {
        package = lib.mkIf (!isBoard) (
          suggest kernelPackages.nvidiaPackages.${branch}
        );
      };
    })
    # With wheels, nothing in nixpkgs has to be compiled for CUDA.
    (lib.mkIf (cfg.torch-package == "nixpkgs-cuda") {
      nixpkgs.config = {
        cudaSupport = true;
      }
      // lib.optionalAttrs (!isDefault) {
        # No public cache has builds for a list other than nixpkgs' own.
        cudaCapabilities = [ capability ];
      };
    })
    (lib.mkIf (cfg.torch-package == "nixpkgs-rocm") {
      nixpkgs.config.rocmSupport = true;
    })
    (lib.mkIf (cfg.vendor == "amd") {
      hardware.${graphics}.enable = suggest true;
      services.xserver.videoDrivers = [ "amdgpu" ];
    })
  ];
}
