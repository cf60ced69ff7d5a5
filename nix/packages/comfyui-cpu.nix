# ComfyUI on the CPU: nixpkgs' torch, which its own cache has.
{ callPackage, python3 }:
callPackage ./comfyui.nix { python = python3; }
