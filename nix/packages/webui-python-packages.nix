# What stable-diffusion-webui 1.7.0 imports, by the names of nixpkgs. A package
# that nixpkgs lacks is told when the system is evaluated, not when it starts.
{ lib }:
python:
let
  names = [
    "accelerate"
    "blendmodes"
    "clean-fid"
    "clip"
    "einops"
    "fastapi"
    "gitpython"
    "gradio"
    "inflection"
    "jsonmerge"
    "kornia"
    "lark"
    "numpy"
    "omegaconf"
    "open-clip-torch"
    "piexif"
    "pillow"
    "psutil"
    "pytorch-lightning"
    "requests"
    "resize-right"
    "safetensors"
    "scikit-image"
    "timm"
    "tomesd"
    "torch"
    "torchdiffeq"
    "torchsde"
    "torchvision"
    "transformers"
  ];
  missing = builtins.filter (name: !(python ? ${name})) names;
in
if missing == [ ] then
  map (name: python.${name}) names
else
  throw (
    "services.stable-diffusion-webui.package: nixpkgs has no Python package "
    + "called ${lib.concatStringsSep ", " missing}; override the package's "
    + "pythonPackages, or name a package of your own."
  )
