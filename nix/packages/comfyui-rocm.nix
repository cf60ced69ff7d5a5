# ComfyUI for AMD with nixpkgs' torch, compiled for ROCm: no public cache has
# it. It needs `nixpkgs.config.rocmSupport`.
{
  callPackage,
  config,
  python3,
}:
if config.rocmSupport or false then
  callPackage ./comfyui.nix { python = python3; }
else
  throw "comfyui-rocm: nixpkgs.config.rocmSupport must be true."
