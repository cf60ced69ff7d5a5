# ComfyUI for Maxwell, Pascal and Volta: torch's wheels for CUDA 12.6, the last
# with kernels for them, and the cuDNN 9.10 that they were tested with, the last
# that knows them.
{ callPackage }:
callPackage ./comfyui.nix {
  python = callPackage ./python-of-wheels.nix { set = "cuda12-6"; };
}
