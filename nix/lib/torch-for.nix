# Which torch a host gets: a key of `torch` in nix/data/gpu-generations.json,
# or null if no torch has kernels for its GPU.
{ lib }:
{
  compute-capability,
  # "nixpkgs" or "wheel" overrides the table; null follows it.
  torch,
  vendor,
}:
let
  generationOf = import ./generation-of.nix { inherit lib; };
  generation =
    if compute-capability == null then
      null
    else
      generationOf compute-capability;
  told = {
    amd = "rocm7-1";
    none = "cpu";
    nvidia =
      if generation == null then "nixpkgs-cuda" else generation.torch;
  };
  asked = {
    nixpkgs = {
      amd = "nixpkgs-rocm";
      none = "cpu";
      nvidia = "nixpkgs-cuda";
    };
    wheel = {
      amd = "rocm7-1";
      none = "cpu";
      nvidia = "cuda12-6";
    };
  };
in
(if torch == null then told else asked.${torch}).${vendor}
