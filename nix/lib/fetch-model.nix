# A model file in the store: fetched once, checked by its hash, named so that
# Nix takes the name and the file keeps its extension.
{ lib }:
let
  storeName = import ./store-name.nix { inherit lib; };
in
{ pkgs }:
{
  # How the file is to be called, without extension.
  name,
  # The extension; the apps go by it.
  format,
  url,
  # In SRI notation.
  hash,
}:
pkgs.fetchurl {
  inherit hash url;
  name = storeName "${name}.${format}";
}
