# The library: one attribute set, and each part under its own name, as in
# nixpkgs (`lib.optionals`, `lib.lists.optionals`). Only what modules use.
let
  parts = {
    attrsets = import ./attrsets.nix lib;
    lists = import ./lists.nix lib;
    meta = import ./meta.nix lib;
    modules = import ./modules lib;
    options = import ./options.nix lib;
    strings = import ./strings.nix lib;
    trivial = import ./trivial.nix lib;
    versions = import ./versions.nix lib;
  };
  lib =
    parts
    // parts.attrsets
    // parts.lists
    // parts.meta
    // parts.modules
    // parts.options
    // parts.strings
    // parts.trivial
    // parts.versions
    // {
      types = import ./types lib;
      inherit (lib.types) mkOptionType;
      inherit lib;
    };
in
lib
