# Whether a version of NVIDIA's driver knows a generation of GPUs: its
# `driver-last`, the last branch that does, null for those that none has left.
{ lib }:
generation: version:
generation.driver-last == null
||
  builtins.compareVersions (lib.versions.major version) generation.driver-last
  <= 0
