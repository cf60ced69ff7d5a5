# Python 3.12 whose torch, torchvision and torchaudio are a set of wheels; what
# depends on them is nixpkgs' own, for that torch.
{
  callPackage,
  # The Python that the wheels are for.
  python312,
  set,
  systemLibraries ? [ ],
}:
let
  python = python312.override {
    packageOverrides =
      pythonPackages: previous:
      let
        torch = callPackage ./torch-of-wheels.nix {
          inherit pythonPackages set systemLibraries;
        };
      in
      import ./without-flaky-tests.nix pythonPackages previous
      // {
        # nixpkgs' own, from its cache: only their tests know torch.
        inherit (python312.pkgs) safetensors tokenizers;
        inherit torch;
        torchaudio = torch;
        torchvision = torch;
      };
    self = python;
  };
in
python
