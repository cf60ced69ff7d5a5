# Heavy packages as caches have them: from the host's own nixpkgs, without its
# overlays and with nothing of its configuration but the kind of GPU; and once
# more with the CUDA capabilities that it names.
{ lib }:
{ config, pkgs, ... }:
# Attributes such as "python3Packages.torch".
attributes:
let
  support =
    builtins.intersectAttrs
      {
        cudaSupport = true;
        rocmSupport = true;
      }
      pkgs.config;
  capabilities = pkgs.config.cudaCapabilities or [ ];
  packagesOf =
    more:
    import pkgs.path {
      inherit (pkgs.stdenv.hostPlatform) system;
      config = {
        allowUnfree = true;
      }
      // support
      // more;
      overlays = [ ];
    };
  stock = packagesOf { };
  capable = packagesOf { cudaCapabilities = capabilities; };
  # Null where there is no such package, or not for this platform.
  drvIn =
    packages: attribute:
    let
      path = lib.splitString "." attribute;
      found = lib.attrByPath path { drvPath = null; } packages;
      asked = builtins.tryEval found.drvPath;
    in
    if asked.success then asked.value else null;
  all =
    packages: lib.genAttrs attributes (drvIn packages);
in
{
  inherit capabilities;
  capable = if capabilities == [ ] then { } else all capable;
  python = stock.python3.pythonVersion;
  stock = all stock;
}
