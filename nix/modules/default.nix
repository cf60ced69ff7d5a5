# The modules by name; `default` is what every host of a fleet gets.
{
  comfyui = ./comfyui.nix;
  default = ./all.nix;
  fleet-builder = ./fleet-builder.nix;
  fleet-cache = ./fleet-cache.nix;
  gpu = ./gpu.nix;
  images = ./images.nix;
  sdops-app = ./sdops-app.nix;
  sdops-host = ./sdops-host.nix;
  stable-diffusion-webui = ./stable-diffusion-webui.nix;
}
