# The driver for a generation of GPUs among a kernel's nvidiaPackages. A nixpkgs
# from before a legacy branch was split off has it as production: 580 was so
# until 590 came, which no GPU before Turing takes.
{ lib }:
nvidiaPackages:
{ driver-branch, ... }:
let
  inherit (nvidiaPackages) production;
  branch = lib.removePrefix "legacy_" driver-branch;
  next = toString (lib.toInt branch + 10);
in
nvidiaPackages.${driver-branch} or (
  if lib.versionOlder production.version next then
    production
  else
    throw (
      "hardware.nvidia.package: this nixpkgs has no ${driver-branch}, and "
      + "its production ${production.version} has left this GPU."
    )
)
