# The branch, an attribute of a kernel's nvidiaPackages, for a generation of
# GPUs. A nixpkgs older than a legacy branch has it as production, as 580 was
# until 590, which supports no GPU before Turing.
{ lib }:
let
  takesDriver = import ./takes-driver.nix { inherit lib; };
in
nvidiaPackages: generation:
let
  inherit (generation) driver-branch;
  inherit (nvidiaPackages) production;
in
if nvidiaPackages ? ${driver-branch} then
  driver-branch
else if takesDriver generation production.version then
  "production"
else
  throw (
    "hardware.nvidia.package: this nixpkgs has no ${driver-branch}, and "
    + "its production ${production.version} has left this GPU."
  )
