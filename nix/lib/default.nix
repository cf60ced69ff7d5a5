# Small helpers of the modules, one file each.
{ lib }:
{
  appType = import ./app-type.nix { inherit lib; };
  arguments = import ./arguments.nix { inherit lib; };
  asCachesHaveIt = import ./as-caches-have-it.nix { inherit lib; };
  changes = import ./changes.nix { inherit lib; };
  checkFileName = import ./check-file-name.nix;
  checkFormat = import ./check-format.nix;
  checkHash = import ./check-hash.nix;
  checkUrl = import ./check-url.nix { inherit lib; };
  comfyuiPlaces = import ./comfyui-places.nix { inherit lib; };
  dataDirectory = import ./data-directory.nix { inherit lib; };
  dialledUrl = import ./dialled-url.nix { inherit lib; };
  driverBranchFor = import ./driver-branch-for.nix { inherit lib; };
  fetchModel = import ./fetch-model.nix { inherit lib; };
  generationOf = import ./generation-of.nix { inherit lib; };
  hasNvidia = import ./has-nvidia.nix;
  hardening = import ./hardening.nix;
  hostModule = import ./host-module.nix { inherit lib; };
  listedModels = import ./listed-models.nix { inherit lib; };
  machine = import ./machine.nix { inherit lib; };
  mkApp = import ./mk-app.nix { inherit lib; };
  mkImage = import ./mk-image.nix { inherit lib; };
  plainPath = import ./plain-path.nix { inherit lib; };
  runsOn = import ./runs-on.nix { inherit lib; };
  splitOption = import ./split-option.nix;
  storeName = import ./store-name.nix { inherit lib; };
  takesDriver = import ./takes-driver.nix { inherit lib; };
  torchFor = import ./torch-for.nix { inherit lib; };
}
