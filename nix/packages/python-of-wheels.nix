# Python 3.13 whose torch, torchvision and torchaudio are a set of wheels; what
# depends on them is nixpkgs' own, for that torch. It is the Python that
# nixpkgs' cache has packages of: of another one, such as 3.12 since 26.05,
# hundreds would be compiled, torch among them (safetensors' tests want it).
{
  callPackage,
  # The Python that the wheels are for.
  python313,
  set,
  systemLibraries ? [ ],
}:
let
  python = python313.override {
    packageOverrides =
      pythonPackages: previous:
      let
        torch = callPackage ./torch-of-wheels.nix {
          inherit pythonPackages set systemLibraries;
        };
      in
      import ./without-flaky-tests.nix pythonPackages previous
      // {
        inherit torch;
        torchaudio = torch;
        torchvision = torch;
      }
      # nixpkgs' own, from its cache: only their tests know torch.
      // builtins.intersectAttrs {
        einops = null;
        kornia-rs = null;
        safetensors = null;
        tokenizers = null;
      } python313.pkgs;
    self = python;
  };
in
python
