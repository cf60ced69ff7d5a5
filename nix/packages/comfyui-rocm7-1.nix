# ComfyUI for AMD: torch's wheels for ROCm 7.1, which bring ROCm with them and
# take these compression libraries from the system.
{
  bzip2,
  callPackage,
  xz,
  zstd,
}:
callPackage ./comfyui.nix {
  python = callPackage ./python-of-wheels.nix {
    set = "rocm7-1";
    systemLibraries = [
      bzip2.out
      xz.out
      zstd.out
    ];
  };
}
