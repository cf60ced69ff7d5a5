# Whether kernels built for some capabilities run on a GPU: those of the same
# major version and the same or a lower minor one do (NVIDIA, CUDA C++
# Programming Guide, binary compatibility).
{ lib }:
built: capability:
let
  major = lib.versions.major;
in
builtins.any (
  known:
  major known == major capability
  && builtins.compareVersions known capability <= 0
) built
