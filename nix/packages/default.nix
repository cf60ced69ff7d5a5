# The packages: one ComfyUI for each torch of nix/data/gpu-generations.json, and
# what scripts on hosts need. No overlay, so that a host's own package set stays
# as it is; what isn't asked for isn't evaluated.
{ pkgs }:
{
  comfyui-cpu = pkgs.callPackage ./comfyui-cpu.nix { };
  comfyui-cuda = pkgs.callPackage ./comfyui-cuda.nix { };
  comfyui-cuda12-6 = pkgs.callPackage ./comfyui-cuda12-6.nix { };
  comfyui-rocm = pkgs.callPackage ./comfyui-rocm.nix { };
  comfyui-rocm7-1 = pkgs.callPackage ./comfyui-rocm7-1.nix { };
  sdops-host-tools = import ./host-tools.nix { inherit pkgs; };
}
