# Everything that sdops adds to a system. Without configuration it changes
# little: see sdops-host.nix.
{
  imports = [
    ./comfyui.nix
    ./fleet-builder.nix
    ./fleet-cache.nix
    ./gpu.nix
    ./images.nix
    ./sdops-app.nix
    ./sdops-host.nix
    ./stable-diffusion-webui.nix
  ];
}
