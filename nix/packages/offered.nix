# The packages as outputs of the flake: each from a package set that is
# configured as a host of its kind is. CUDA's and ROCm's are of one platform.
{ nixpkgs, system }:
let
  from =
    config:
    import ./. { pkgs = import nixpkgs { inherit config system; }; };
  cuda = from {
    allowUnfree = true;
    cudaSupport = true;
  };
  rocm = from {
    allowUnfree = true;
    rocmSupport = true;
  };
  # Nothing around wheels is to be compiled for a GPU.
  wheels = from { allowUnfree = true; };
in
{
  inherit (from { }) comfyui-cpu sdops-host-tools;
}
// nixpkgs.lib.optionalAttrs (system == "x86_64-linux") {
  inherit (cuda) comfyui-cuda;
  inherit (rocm) comfyui-rocm;
  inherit (wheels) comfyui-cuda12-6 comfyui-rocm7-1;
}
