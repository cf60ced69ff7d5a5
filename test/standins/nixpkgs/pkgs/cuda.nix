# CUDA's libraries. Which architectures are built for decides the hash of all
# that is compiled, as in nixpkgs: so another list misses every cache.
pkgs:
let
  inherit (pkgs) config lib;
  defaults = {
    "12" = [
      "7.5"
      "8.0"
      "8.6"
      "8.9"
      "9.0"
    ];
    "13" = [
      "7.5"
      "8.0"
      "8.6"
      "8.9"
      "9.0"
      "10.0"
      "12.0"
    ];
  };
  family = version: {
    cudaMajorMinorVersion = version;
    cudatoolkit = pkgs.light {
      pname = "cuda-merged";
      inherit version;
    };
    cudnn = pkgs.light {
      pname = "cudnn";
      # The last that knows a GTX 1060, which rehearsal hosts have.
      version = "9.10.2";
    };
    nccl = pkgs.heavy {
      pname = "nccl";
      version = "2.28.7-1";
    };
  };
in
rec {
  cudaPackages_12 = family "12.9";
  cudaPackages_13 = family "13.0";
  cudaPackages = cudaPackages_12;
  cudaCapabilities =
    config.cudaCapabilities
      or defaults.${lib.versions.major cudaPackages.cudaMajorMinorVersion};
  # What wheels take from a system, and the programs that unpack them.
  bzip2 = pkgs.light {
    pname = "bzip2";
    version = "1.0.8";
  };
  autoAddDriverRunpath = pkgs.light {
    pname = "auto-add-driver-runpath-hook";
    version = "1";
  };
  autoPatchelfHook = pkgs.light {
    pname = "auto-patchelf-hook";
    version = "1";
  };
  glibc = pkgs.light {
    pname = "glibc";
    version = "2.40-66";
  };
  magma = pkgs.heavy {
    pname = "magma";
    version = "2.9.0";
    dependencies = lib.optional (config.cudaSupport or false
    ) cudaPackages.cudatoolkit;
  };
  patchelf = pkgs.light {
    pname = "patchelf";
    version = "0.15.2";
  };
  # Of what nixpkgs lists there.
  pythonManylinuxPackages.manylinux2014 = [
    pkgs.stdenv.cc.cc.lib
    pkgs.zlib
  ];
  unzip = pkgs.light {
    pname = "unzip";
    version = "6.0";
  };
  xz = pkgs.light {
    pname = "xz";
    version = "5.8.1";
  };
  zlib = pkgs.light {
    pname = "zlib";
    version = "1.3.1";
  };
  zstd = pkgs.light {
    pname = "zstd";
    version = "1.5.7";
  };
}
