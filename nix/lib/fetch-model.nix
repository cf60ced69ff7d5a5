# A model file in the store: fetched once, checked by its hash, named so that
# Nix takes the name. Out: { format; path; }, which services.comfyui.models
# takes as well as what it is made of.
{ lib }:
let
  checkFormat = import ./check-format.nix;
  checkHash = import ./check-hash.nix;
  checkUrl = import ./check-url.nix { inherit lib; };
  storeName = import ./store-name.nix { inherit lib; };
in
{ pkgs }:
{
  # The extension; the apps go by it.
  format,
  # One of the two, in any notation.
  hash ? null,
  sha256 ? null,
  # How the store path is to be called; links have names of their own.
  name ? "model",
  # How messages call the model.
  option ? "fetchModel",
  url,
}:
let
  extension = checkFormat option format;
in
{
  format = extension;
  path = pkgs.fetchurl (
    checkHash option { inherit hash sha256; }
    // {
      name = storeName "${name}.${extension}";
      # With a hash alone, fetchurl doesn't verify the server's certificate. It
      # does when there may be a password, and this one has none.
      netrcPhase = ": > netrc";
      # A page has a hash as well, and it would be told as the right one.
      postFetch = "( format=${extension}; . ${./refuse-page.sh} )";
      url = checkUrl option url;
    }
  );
}
