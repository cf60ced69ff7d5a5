# Small helpers of the modules, one file each.
{ lib }:
{
  arguments = import ./arguments.nix { inherit lib; };
  dataDirectory = import ./data-directory.nix { inherit lib; };
  fetchModel = import ./fetch-model.nix { inherit lib; };
  generationOf = import ./generation-of.nix { inherit lib; };
  hardening = import ./hardening.nix;
  hostModule = import ./host-module.nix { inherit lib; };
  listedModels = import ./listed-models.nix { inherit lib; };
  loopback = import ./loopback.nix { inherit lib; };
  splitOption = import ./split-option.nix;
  storeName = import ./store-name.nix { inherit lib; };
}
