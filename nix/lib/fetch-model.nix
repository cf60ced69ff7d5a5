# A model file in the store: fetched once, checked by its hash, with a legal
# store name. Out: { format; path; }, which services.comfyui.models takes too.
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
  # The name of the store path; links have names of their own.
  name ? "model",
  # The model's name in messages.
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
      # With only a hash, fetchurl doesn't verify the server's certificate. It
      # does with a netrc file, so here is an empty one.
      netrcPhase = ": > netrc";
      # A page has a hash too, which Nix would suggest as the right one.
      postFetch =
        "( format=${extension}; . ${./refuse-page.sh} ) && "
        + "( format=${extension}; . ${./refuse-cut.sh} )";
      url = checkUrl option url;
    }
  );
}
