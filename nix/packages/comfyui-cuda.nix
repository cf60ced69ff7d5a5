# ComfyUI for Turing and later: nixpkgs' torch with CUDA, as the caches of CUDA
# builds have it. It needs `nixpkgs.config.cudaSupport`, for all of nixpkgs: for
# torch alone it would be a torch that no cache has.
{
  callPackage,
  config,
  python3,
}:
if config.cudaSupport or false then
  callPackage ./comfyui.nix { python = python3; }
else
  throw "comfyui-cuda: nixpkgs.config.cudaSupport must be true."
