# services.comfyui.package: the one whose torch has kernels for the host's GPU,
# unless the host chooses its own.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.sdops.gpu;
  packages = import ../packages { inherit pkgs; };
  table = builtins.fromJSON (
    builtins.readFile ../data/gpu-generations.json
  );
in
{
  key = "sdops/comfyui-package";

  imports = [ ./gpu.nix ];

  config.services.comfyui.package = lib.mkDefault (
    if cfg.torch-package == null then
      throw (
        "sdops.gpu.compute-capability: no torch has kernels for "
        + "${cfg.compute-capability}; set services.comfyui.package."
      )
    else
      packages.${table.torch.${cfg.torch-package}.package}
  );
}
