# What hosts serve. ComfyUI is the project's stand-in, copied into the store,
# so that a process' command line names the system it came with.
pkgs:
let
  environment = pkgs.python3.withPackages (p: [
    p.aiohttp
    p.alembic
    p.av
    p.comfyui-embedded-docs
    p.comfyui-frontend-package
    p.comfyui-workflow-templates
    p.einops
    p.kornia
    p.numpy
    p.pillow
    p.psutil
    p.pydantic
    p.pydantic-settings
    p.pyyaml
    p.safetensors
    p.scipy
    p.sentencepiece
    p.spandrel
    p.sqlalchemy
    p.tokenizers
    p.torch
    p.torchaudio
    p.torchsde
    p.torchvision
    p.tqdm
    p.transformers
    p.yarl
  ]);
in
{
  comfyui = pkgs.mkDerivation {
    pname = "comfyui";
    version = "0.3.64";
    architectures = pkgs.lib.optionalString (pkgs.config.cudaSupport
      or false
    ) (pkgs.lib.concatStringsSep ";" pkgs.cudaCapabilities);
    inherit environment;
    # Placed by assemble.ts.
    src = ../sources/comfyui;
    buildCommand = ''
      mkdir -p $out/bin $out/share
      cp -r $src $out/share/comfyui
      cat > $out/bin/comfyui <<EOF
      #!/bin/sh
      export SDLAB_PYTHON='$environment'
      export SDLAB_TORCH_ARCHITECTURES='$architectures'
      # Without it, a start is mostly taking types out.
      export NODE_COMPILE_CACHE="\''${CACHE_DIRECTORY:-/var/cache}/sdlab"
      exec /opt/sdlab/node $out/share/comfyui/main.ts "\$@"
      EOF
      chmod +x $out/bin/comfyui
    '';
    meta.mainProgram = "comfyui";
  };
}
