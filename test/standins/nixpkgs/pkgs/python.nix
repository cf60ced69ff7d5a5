# Python and what ComfyUI needs of it (its requirements.txt of 0.3.64).
pkgs:
let
  inherit (pkgs) config lib;
  cuda = config.cudaSupport or false;
  light =
    pname: version:
    pkgs.light {
      inherit pname version;
      python = true;
    };
  heavy =
    pname: version: dependencies:
    pkgs.heavy {
      inherit dependencies pname version;
      python = true;
    };
  packages = rec {
    triton = heavy "triton" "3.5.1" [ ];
    torch = heavy "torch" "2.9.1" (
      [ triton ]
      ++ lib.optionals cuda [
        pkgs.cudaPackages.cudnn
        pkgs.cudaPackages.nccl
        pkgs.magma
      ]
    );
    torchaudio = heavy "torchaudio" "2.9.1" [ torch ];
    torchvision = heavy "torchvision" "0.24.1" [ torch ];
    torch-bin = light "torch-bin" "2.9.0";
    torchsde = pkgs.light {
      pname = "torchsde";
      version = "0.2.6";
      dependencies = [ torch ];
      python = true;
    };
  }
  // builtins.mapAttrs light {
    aiohttp = "3.13.2";
    alembic = "1.17.1";
    av = "16.0.1";
    comfyui-embedded-docs = "0.3.0";
    comfyui-frontend-package = "1.27.10";
    comfyui-workflow-templates = "0.1.94";
    einops = "0.8.1";
    kornia = "0.8.2";
    numpy = "2.3.4";
    pillow = "12.0.0";
    psutil = "7.1.2";
    pydantic = "2.12.4";
    pydantic-settings = "2.11.0";
    pyyaml = "6.0.3";
    safetensors = "0.6.2";
    scipy = "1.16.3";
    sentencepiece = "0.2.1";
    spandrel = "0.4.1";
    sqlalchemy = "2.0.44";
    tokenizers = "0.22.1";
    tqdm = "4.67.1";
    transformers = "4.57.1";
    yarl = "1.22.0";
  };
in
rec {
  python3 = {
    pkgs = packages;
    withPackages =
      choose:
      pkgs.runCommandLocal "python3-3.13.9-env"
        { packages = choose packages; }
        ''
          mkdir -p $out/lib
          for p in $packages; do
            for f in $p/lib/*; do ln -s "$f" $out/lib/; done
          done
        '';
  };
  python3Packages = packages;
  python313 = python3;
  python313Packages = packages;
}
