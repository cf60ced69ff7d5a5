# The inventory's words as options: what is written in hosts/<name>.yaml reaches
# the configuration unchanged, and errors name inventory/<name>.json.
{ name, slice }:
{ lib, ... }:
let
  caches = slice.caches or [ ];
in
{
  _file = "inventory/${name}.json";
  config = {
    networking.hostName = lib.mkDefault name;
    nix.settings = lib.mkIf (caches != [ ]) {
      substituters = map (cache: cache.url) caches;
      trusted-public-keys = map (cache: cache.key) caches;
    };
    sdops = {
      inherit name;
      gpu = slice.gpu or { };
    };
    services = slice.services or { };
    system = lib.optionalAttrs (slice ? state-version) {
      stateVersion = slice.state-version;
    };
  };
}
