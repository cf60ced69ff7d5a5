# A picture in the store, declared as images/<name>.yaml does and fetched as a
# file is: a running ComfyUI makes it once, and its hash proves it, which
# `sdops image render --lock` writes. Out: a PNG file without texts, so that the
# same pixels are the same file.
{ lib }:
let
  checkHash = import ./check-hash.nix;
  storeName = import ./store-name.nix { inherit lib; };
in
{ pkgs, url }:
let
  ownUrl = url;
in
arguments@{
  hash ? null,
  name ? "image",
  # Of the ComfyUI to ask, as the build site reaches it.
  url ? ownUrl,
  # A file in API format, or its text.
  workflow ? null,
  ...
}:
let
  option = "mkImage ${name}";
  said = removeAttrs arguments [
    "hash"
    "name"
    "url"
    "workflow"
  ];
  text =
    if builtins.isPath workflow then
      builtins.readFile workflow
    else
      workflow;
  checked =
    if hash == null then
      throw (
        "${option}: hash is missing; sdops image render --lock writes "
        + "images/<name>.lock.json with it."
      )
    else
      checkHash option {
        inherit hash;
        sha256 = null;
      };
in
pkgs.runCommand (storeName "sdops-image-${name}.png")
  {
    # sdops' own program, bundled when sdops is built.
    program = ./make-image.mjs;
    order = builtins.toJSON {
      inherit name url;
      declaration =
        said // lib.optionalAttrs (workflow != null) { workflow = text; };
    };
    outputHash = checked.hash or checked.sha256;
    outputHashAlgo = if checked ? hash then null else "sha256";
    outputHashMode = "flat";
    passAsFile = [ "order" ];
    # It asks, and computes nothing.
    preferLocalBuild = true;
  }
  ''
    ${pkgs.nodejs}/bin/node "$program" "$orderPath" "$out"
  ''
